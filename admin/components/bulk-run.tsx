import { MessageBox, Text } from '@adminjs/design-system';
import React, { useEffect } from 'react';
import { useLook } from './look.ts';

export interface RunRow {
  readonly runId: string;
  readonly kind: 'ship' | 'prepare';
  readonly isDryRun: boolean;
  readonly reason: string;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly rows: Readonly<Record<'total' | 'waiting' | 'done' | 'alreadyDone' | 'refused', number>>;
}

interface Run extends RunRow {
  readonly results: readonly {
    readonly lines: readonly number[];
    readonly order: string;
    readonly parcel: string;
    readonly status: 'waiting' | 'done' | 'already_done' | 'refused';
    readonly sentence: string | null;
  }[];
}

const EVERY_SECONDS = 1.5;

const SAID = { waiting: 'waits', done: 'done', already_done: 'was done before', refused: 'refused' } as const;

/** One run: how far it is, and what became of each row. */
export const BulkRun: React.FC<{ runId: string; onEnded: () => void }> = ({ runId, onEnded }) => {
  const { seen, fault } = useLook<Run>(`bulk-runs/${runId}`, EVERY_SECONDS);
  const hasEnded = seen?.rows.waiting === 0;
  useEffect(() => {
    if (hasEnded) onEnded();
    // Once: whoever looks on is another function with each look.
  }, [hasEnded]);
  if (!seen) return fault ? <MessageBox variant="danger" message={fault} /> : <Text>Reading the run …</Text>;
  const { isDryRun, rows, results } = seen;
  const ended = rows.total - rows.waiting;
  const word = isDryRun ? 'would be done' : 'done';
  return (
    <section className="card" aria-label="This run" data-run={runId}>
      <b>{isDryRun ? 'Dry run: nothing has been changed' : 'The run'}</b>
      <progress max={rows.total} value={ended} aria-label="Progress" />
      <Text role="status">
        {ended} of {rows.total} rows: {rows.done} {word}, {rows.alreadyDone} done before, {rows.refused}{' '}
        refused
      </Text>
      <div className="scrolls">
        <table>
          <thead>
            <tr>
              {['Line', 'Order', 'Parcel', 'Result'].map((title) => (
                <th key={title}>{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {results.map(({ lines, order, parcel, status, sentence }) => (
              <tr key={lines.join()} className={status}>
                <td>{lines.join(', ')}</td>
                <td>{order}</td>
                <td>{parcel}</td>
                <td>
                  {isDryRun && status === 'done' ? word : SAID[status]}
                  {sentence && `: ${sentence}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
