import { MessageBox, Text } from '@adminjs/design-system';
import React from 'react';
import type { Answered } from './ask.ts';

export const Refused: React.FC<{ told: Extract<Answered, { ok: false }> | undefined }> = ({ told }) =>
  told ? (
    <MessageBox variant="danger" message={told.text} mb="lg">
      {told.errors?.map(({ field, message }) => (
        <Text key={field}>
          {field}: {message}
        </Text>
      ))}
    </MessageBox>
  ) : null;
