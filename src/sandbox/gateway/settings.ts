import { parseArgs } from 'node:util';
import { readCount, readPort } from '../provider/options.js';

export interface Settings {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  dataDirectory: string;
  /** Where events go, besides the endpoints that are made through the API; all of them unless some are named. */
  webhook: { url: string; secret: string; events: string[] } | null;
  /** Without one, any key that begins with `sk_test_` is let in. */
  secretKey: string | null;
  latencyMs: number;
  refundFailMs: number;
  disputeMs: number;
  /** How long an uncaptured payment is held. */
  authorisationDays: number;
  /** How long a payment in stablecoins is under way. */
  cryptoMs: number;
}

export const USAGE =
  'Usage: main.js --data DIR [--port 4242] [--host 127.0.0.1] [--webhook-url URL --webhook-secret whsec_x [--webhook-events a,b]] ' +
  '[--secret-key sk_test_x] [--latency-ms 0] [--refund-fail-ms 1000] [--dispute-ms 1000] ' +
  '[--authorisation-days 7] [--crypto-ms 1000]';

/** Throws a sentence that says what is wrong with the command line. */
export function readSettings(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '4242' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      'webhook-url': { type: 'string' },
      'webhook-secret': { type: 'string' },
      'webhook-events': { type: 'string', default: '*' },
      'secret-key': { type: 'string' },
      'latency-ms': { type: 'string', default: '0' },
      'refund-fail-ms': { type: 'string', default: '1000' },
      'dispute-ms': { type: 'string', default: '1000' },
      'authorisation-days': { type: 'string', default: '7' },
      'crypto-ms': { type: 'string', default: '1000' },
    },
  });
  if (!values.data) throw new Error('--data is missing: name a directory where the gateway keeps its state.');
  return {
    host: values.host,
    port: readPort('--port', values.port),
    dataDirectory: values.data,
    webhook: readWebhook(values['webhook-url'], values['webhook-secret'], values['webhook-events']),
    secretKey: values['secret-key'] ?? null,
    latencyMs: readCount('--latency-ms', values['latency-ms']),
    refundFailMs: readCount('--refund-fail-ms', values['refund-fail-ms']),
    disputeMs: readCount('--dispute-ms', values['dispute-ms']),
    cryptoMs: readCount('--crypto-ms', values['crypto-ms']),
    authorisationDays: readCount('--authorisation-days', values['authorisation-days']),
  };
}

function readWebhook(
  url: string | undefined,
  secret: string | undefined,
  events: string,
): Settings['webhook'] {
  if (!url && !secret) return null;
  if (!url || !secret)
    throw new Error('--webhook-url and --webhook-secret belong together: give both or neither.');
  if (!URL.canParse(url)) throw new Error('--webhook-url is not a URL.');
  return { url, secret, events: events.split(',') };
}
