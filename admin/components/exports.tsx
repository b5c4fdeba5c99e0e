import { Box, Button, H3, Label, MessageBox, Text } from '@adminjs/design-system';
import React, { useState } from 'react';
import { ExportFilter, type FilterField, filtersInAddress } from './export-filter.tsx';
import { useLook } from './look.ts';
import { Refused } from './refused.tsx';
import { useSend } from './send.ts';

interface Seen {
  readonly exports: readonly {
    readonly exportId: string;
    readonly showsPersonalData: boolean;
    readonly status: 'waiting' | 'done' | 'failed';
    readonly rows: number;
    readonly bytes: number;
    readonly code: string | null;
    readonly requestedAt: string;
  }[];
  readonly fields: readonly FilterField[];
  readonly mayReveal: boolean;
}

const EVERY_SECONDS = 2;
const REASON_MIN = 3;

/** Orders as a CSV: the filter of their list, asked for here or brought along from there; made by the worker, kept for a day. */
const Exports: React.FC = () => {
  const { seen, fault, again } = useLook<Seen>('exports', EVERY_SECONDS);
  const [filters, setFilters] = useState(filtersInAddress);
  const [showsPersonalData, setShown] = useState(false);
  const [reason, setReason] = useState('');
  const { send, refused, isSending } = useSend('request-export');
  const start = async () => {
    if (await send({ filters, showsPersonalData }, reason)) again();
  };
  return (
    <Box className="work">
      <H3>Exports</H3>
      {fault && <MessageBox variant="danger" message={fault} mb="lg" />}
      <div className="card form">
        {seen && <ExportFilter fields={seen.fields} filters={filters} onChange={setFilters} />}
        {seen?.mayReveal && (
          <label>
            <input
              type="checkbox"
              checked={showsPersonalData}
              onChange={({ target }) => setShown(target.checked)}
            />{' '}
            With e-mail and name unmasked
          </label>
        )}
        <Label htmlFor="reason">Reason</Label>
        <input
          id="reason"
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <Refused told={refused} />
        <div className="buttons">
          <Button
            variant="contained"
            disabled={reason.trim().length < REASON_MIN || isSending}
            onClick={() => void start()}
          >
            Make a CSV
          </Button>
        </div>
      </div>
      <section className="card" aria-label="Files">
        <b>Your files, kept for a day</b>
        {seen?.exports.length === 0 && <Text>There is none.</Text>}
        {seen?.exports.map(({ exportId, status, rows, code, requestedAt, showsPersonalData: isOpen }) => (
          <div key={exportId} className="line" data-export={exportId}>
            <span>{requestedAt.slice(0, 16).replace('T', ' ')} UTC</span>
            <span>{isOpen ? 'personal data shown' : 'personal data masked'}</span>
            {status === 'waiting' && <span role="status">is being made …</span>}
            {status === 'failed' && <span>failed: {code}</span>}
            {status === 'done' && (
              <a href={`/admin/view/exports/${exportId}.csv`} download>
                Download {rows} rows
              </a>
            )}
          </div>
        ))}
      </section>
    </Box>
  );
};

export default Exports;
