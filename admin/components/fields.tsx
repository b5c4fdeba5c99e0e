import { FormGroup, Input, Label, Text, TextArea } from '@adminjs/design-system';
import React from 'react';
import type { DialogField } from './ask.ts';

type Values = Record<string, string>;

interface FieldsProps {
  readonly fields: readonly DialogField[];
  readonly input: Values;
  readonly onChange: (input: Values) => void;
}

export const Fields: React.FC<FieldsProps> = ({ fields, input, onChange }) => (
  <>
    {fields.map((field) => (
      <FormGroup key={field.name}>
        <Label htmlFor={field.name} required={field.isRequired}>
          {field.label}
        </Label>
        <Control
          field={field}
          value={input[field.name] ?? ''}
          set={(value) => onChange({ ...input, [field.name]: value })}
        />
        {field.hint && (
          <Text color="grey60" mt="sm">
            {field.hint}
          </Text>
        )}
      </FormGroup>
    ))}
  </>
);

const Control: React.FC<{ field: DialogField; value: string; set: (value: string) => void }> = ({
  field,
  value,
  set,
}) => {
  const common = { id: field.name, name: field.name, value, required: field.isRequired };
  if (field.type === 'select')
    return (
      <select
        {...common}
        style={{ width: '100%', padding: 10, font: 'inherit' }}
        onChange={(event) => set(event.target.value)}
      >
        {field.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  if (field.type === 'textarea')
    return (
      <TextArea
        {...common}
        width="100%"
        onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => set(event.target.value)}
      />
    );
  return (
    <Input
      {...common}
      type={field.type}
      width="100%"
      onChange={(event: React.ChangeEvent<HTMLInputElement>) => set(event.target.value)}
    />
  );
};
