import { parseArgs } from 'node:util';
import { readCount, readPort } from '../provider/options.js';

export interface Settings {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  dataDirectory: string;
  /** Where browsers reach us, for the addresses that are handed out. Null: our own host and port. */
  publicUrl: string | null;
  /** Where every event goes, besides the webhooks that are made through the API. */
  webhook: { url: string; id: string } | null;
  /** Null lets in any client. */
  client: { id: string; secret: string } | null;
  /** Whom the buyer pays, on the approval page. */
  merchant: string;
  latencyMs: number;
  refundFailMs: number;
  pendingMs: number;
  disputeMs: number;
  approvalMs: number;
  tokenSeconds: number;
}

export const USAGE =
  'Usage: main.js --data DIR [--port 4243] [--host 127.0.0.1] [--public-url URL] [--merchant Settle] ' +
  '[--webhook-url URL --webhook-id ID] [--client-id ID --client-secret SECRET] [--latency-ms 0] ' +
  '[--refund-fail-ms 1000] [--pending-ms 1000] [--dispute-ms 1000] [--approval-minutes 180] [--token-seconds 32400]';

/** Throws a sentence that says what is wrong with the command line. */
export function readSettings(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4243' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      'public-url': { type: 'string' },
      merchant: { type: 'string', default: 'Settle' },
      'webhook-url': { type: 'string' },
      'webhook-id': { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret': { type: 'string' },
      'latency-ms': { type: 'string', default: '0' },
      'refund-fail-ms': { type: 'string', default: '1000' },
      'pending-ms': { type: 'string', default: '1000' },
      'dispute-ms': { type: 'string', default: '1000' },
      'approval-minutes': { type: 'string', default: '180' },
      'token-seconds': { type: 'string', default: '32400' },
    },
  });
  if (!values.data) throw new Error('--data is missing: name a directory where PayPal keeps its state.');
  const webhook = pair('--webhook-url', values['webhook-url'], '--webhook-id', values['webhook-id']);
  const client = pair('--client-id', values['client-id'], '--client-secret', values['client-secret']);
  return {
    host: values.host,
    port: readPort('--port', values.port),
    dataDirectory: values.data,
    publicUrl: values['public-url'] ? readUrl('--public-url', values['public-url']) : null,
    webhook: webhook && { url: readUrl('--webhook-url', webhook[0]), id: webhook[1] },
    client: client && { id: client[0], secret: client[1] },
    merchant: values.merchant,
    latencyMs: readCount('--latency-ms', values['latency-ms']),
    refundFailMs: readCount('--refund-fail-ms', values['refund-fail-ms']),
    pendingMs: readCount('--pending-ms', values['pending-ms']),
    disputeMs: readCount('--dispute-ms', values['dispute-ms']),
    approvalMs: readMinutes('--approval-minutes', values['approval-minutes']),
    tokenSeconds: readCount('--token-seconds', values['token-seconds']),
  };
}

function pair(name: string, value: string | undefined, other: string, otherValue: string | undefined) {
  if (!value && !otherValue) return null;
  if (!value || !otherValue) throw new Error(`${name} and ${other} belong together: give both or neither.`);
  return [value, otherValue] as const;
}

function readUrl(name: string, text: string): string {
  if (!URL.canParse(text)) throw new Error(`${name} is not a URL.`);
  return text.replace(/\/$/, '');
}

/** Parts of a minute too, so that a test need not wait for a whole one. */
function readMinutes(name: string, text: string): number {
  if (!/^\d{1,5}(\.\d+)?$/.test(text)) throw new Error(`${name} must be a number, not "${text}".`);
  return Number(text) * 60_000;
}
