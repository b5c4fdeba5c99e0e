import { Box, Button, H3, Label, MessageBox, Text } from '@adminjs/design-system';
import React, { useState } from 'react';
import { BulkRun, type RunRow } from './bulk-run.tsx';
import { useLook } from './look.ts';
import { Refused } from './refused.tsx';
import { useSend } from './send.ts';

const EVERY_SECONDS = 10;
const REASON_MIN = 3;

type Kind = 'ship' | 'prepare';

const TITLES: Readonly<Record<Kind, string>> = { ship: 'Ship by a CSV', prepare: 'Start preparing' };
const HINTS: Readonly<Record<Kind, string>> = {
  ship: 'A header, then a parcel in each line: order, carrier, tracking number; sku and quantity for a part of an order.',
  prepare: 'Order numbers, separated by spaces, commas or lines.',
};

/** Many orders at once: first what would happen, then the run. */
const Bulk: React.FC = () => {
  const { seen, fault, again } = useLook<{ runs: RunRow[] }>('bulk-runs', EVERY_SECONDS);
  const [kind, setKind] = useState<Kind>('ship');
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  /** What was tried dry to its end, and may be run: the server asks for that, too. */
  const [tried, setTried] = useState<string>();
  const [run, setRun] = useState<{ id: string; dryWish?: string }>();
  const { send, refused, isSending } = useSend('start-bulk-run');
  const wish = `${kind} ${text}`;
  const start = async (isDryRun: boolean) => {
    const input = kind === 'ship' ? { kind, isDryRun, csv: text } : { kind, isDryRun, orders: text };
    const id = await send(input, reason);
    if (!id) return;
    setTried(undefined);
    setRun({ id, ...(isDryRun && { dryWish: wish }) });
    again();
  };
  const read = async ({ target }: React.ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file) setText(await file.text());
  };
  const isReady = text.trim() !== '' && reason.trim().length >= REASON_MIN && !isSending;
  return (
    <Box className="work">
      <H3>Bulk</H3>
      {fault && <MessageBox variant="danger" message={fault} mb="lg" />}
      <div className="card form">
        <div className="choices">
          {(Object.keys(TITLES) as Kind[]).map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />{' '}
              {TITLES[one]}
            </label>
          ))}
        </div>
        <Label htmlFor="rows">{kind === 'ship' ? 'CSV' : 'Orders'}</Label>
        <textarea id="rows" rows={7} value={text} onChange={(event) => setText(event.target.value)} />
        <Text color="grey60">{HINTS[kind]}</Text>
        {kind === 'ship' && (
          <label>
            Or a file:{' '}
            <input type="file" accept=".csv,text/csv,text/plain" onChange={(event) => void read(event)} />
          </label>
        )}
        <Label htmlFor="reason">Reason</Label>
        <input
          id="reason"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refused told={refused} />
        <div className="buttons">
          <Button disabled={!isReady} onClick={() => void start(true)}>
            Dry run
          </Button>
          <Button
            variant="contained"
            disabled={!isReady || tried !== wish}
            title={tried === wish ? undefined : 'First a dry run of these very rows'}
            onClick={() => void start(false)}
          >
            Run it
          </Button>
        </div>
      </div>
      {run && <BulkRun key={run.id} runId={run.id} onEnded={() => setTried(run.dryWish)} />}
      <section className="card" aria-label="Earlier runs">
        <b>Runs</b>
        {seen?.runs.length === 0 && <Text>There was none yet.</Text>}
        {seen?.runs.map((each) => (
          <div key={each.runId} className="line">
            <button type="button" className="plain" onClick={() => setRun({ id: each.runId })}>
              {each.startedAt.slice(0, 16).replace('T', ' ')}
            </button>
            <span>
              {each.isDryRun ? 'Dry run: ' : ''}
              {TITLES[each.kind].toLowerCase()}
            </span>
            <span>
              {each.rows.done} of {each.rows.total} done
            </span>
            <small>
              {each.startedBy}: {each.reason}
            </small>
          </div>
        ))}
      </section>
    </Box>
  );
};

export default Bulk;
