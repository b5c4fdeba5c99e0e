import React from 'react';

export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly oneOf?: readonly string[];
}

/** By the name of the field: a text, or a span of time. */
export type Filters = Readonly<Record<string, string | { readonly from?: string; readonly to?: string }>>;

/** What a list's address says: `filters.status=paid`, `filters.createdAt~~from=…`. */
export function filtersInAddress(): Filters {
  const filters: Record<string, string | { from?: string; to?: string }> = {};
  for (const [key, value] of new URLSearchParams(window.location.search)) {
    const [, name, end] = /^filters\.(\w+)(?:~~(from|to))?$/.exec(key) ?? [];
    if (!name || value === '') continue;
    const before = filters[name];
    filters[name] = end ? { ...(typeof before === 'object' && before), [end]: value } : value;
  }
  return filters;
}

interface FilterProps {
  readonly fields: readonly FilterField[];
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** The filter of the list, as a form: whatever the list can be narrowed by. */
export const ExportFilter: React.FC<FilterProps> = ({ fields, filters, onChange }) => {
  const set = (name: string, value: Filters[string]) => {
    const others = Object.fromEntries(Object.entries(filters).filter(([each]) => each !== name));
    const isNothing = typeof value === 'string' ? value === '' : !value.from && !value.to;
    onChange(isNothing ? others : { ...others, [name]: value });
  };
  return (
    <div className="filter-fields">
      {fields.map((field) => (
        <Field key={field.name} field={field} value={filters[field.name]} onChange={set} />
      ))}
    </div>
  );
};

interface FieldProps {
  readonly field: FilterField;
  readonly value: Filters[string] | undefined;
  readonly onChange: (name: string, value: Filters[string]) => void;
}

const Field: React.FC<FieldProps> = ({ field: { name, label, type, oneOf }, value = '', onChange }) => {
  if (type === 'datetime') {
    const span = typeof value === 'object' ? value : {};
    return (['from', 'to'] as const).map((end) => (
      <label key={end}>
        <span>
          {label} {end === 'from' ? 'from' : 'before'} (UTC)
        </span>
        <input
          type="datetime-local"
          step="1"
          value={(span[end] ?? '').slice(0, 19)}
          onChange={({ target }) => {
            const typed = target.value === '' ? undefined : `${target.value}Z`;
            onChange(name, { ...span, [end]: typed });
          }}
        />
      </label>
    ));
  }
  const text = typeof value === 'string' ? value : '';
  if (name === 'status') return <Boxes field={{ name, label, oneOf }} value={text} onChange={onChange} />;
  return (
    <label>
      <span>{label}</span>
      {oneOf ? (
        <select value={text} onChange={({ target }) => onChange(name, target.value)}>
          <option value="">any</option>
          {oneOf.map((one) => (
            <option key={one} value={one}>
              {one.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      ) : (
        <input value={text} onChange={({ target }) => onChange(name, target.value)} />
      )}
    </label>
  );
};

/** Several at once; none marked is all of them. */
const Boxes: React.FC<FieldProps & { readonly value: string }> = ({
  field: { name, label, oneOf = [] },
  value,
  onChange,
}) => {
  const marked = value === '' ? [] : value.split(',');
  const toggled = (one: string) =>
    oneOf.filter((each) => (each === one ? !marked.includes(one) : marked.includes(each)));
  return (
    <fieldset className="choices">
      <legend>{label} (none marked: all)</legend>
      {oneOf.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={marked.includes(one)}
            onChange={() => onChange(name, toggled(one).join(','))}
          />{' '}
          {one}
        </label>
      ))}
    </fieldset>
  );
};
