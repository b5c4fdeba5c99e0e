import { Box, Label, MessageBox, Text } from '@adminjs/design-system';
import React from 'react';
import type { Preview } from './ask.ts';

/** What will happen, before it does. */
export const Effects: React.FC<{ preview: Preview }> = ({ preview }) => (
  <Box bg="grey20" data-css="action-preview">
    <Label mb="default">What will happen</Label>
    {preview.refusal && <MessageBox variant="danger" message={preview.refusal} mb="default" />}
    <Box
      as="dl"
      style={{
        margin: 0,
        display: 'grid',
        gridTemplateColumns: 'minmax(90px, 1fr) minmax(0, 2fr)',
        gap: '6px 20px',
      }}
    >
      {preview.effects.map(({ label, value }) => (
        <React.Fragment key={label}>
          <Text as="dt" color="grey60">
            {label}
          </Text>
          <Text as="dd" fontWeight="bold" style={{ margin: 0 }}>
            {value}
          </Text>
        </React.Fragment>
      ))}
    </Box>
    {preview.warnings.map((warning) => (
      <Text key={warning} mt="default">
        {warning}
      </Text>
    ))}
    <Text mt="default" color="grey60">
      {preview.undo.isPossible ? 'Can be undone: ' : 'Cannot be undone: '}
      {preview.undo.how}
    </Text>
  </Box>
);
