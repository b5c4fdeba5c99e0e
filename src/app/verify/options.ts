import { parseArgs } from 'node:util';
import { ConfigError } from '../../config.js';

export interface VerifyOptions {
  /** How far back the gateways' books are read. */
  readonly sinceDays: number;
  /** How long something may be under way before it counts as a break. */
  readonly graceMinutes: number;
  readonly json: boolean;
}

/** Refunds and disputes of older payments are rare; whoever looks for one says so. */
const SINCE_DAYS = '30';
/** What was taken is given back or on its way within this time. */
const GRACE_MINUTES = '15';

const USAGE = 'Use: verify [--since <days>] [--grace <minutes>] [--json]';

export function readOptions(words: readonly string[]): VerifyOptions {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        since: { type: 'string', default: SINCE_DAYS },
        grace: { type: 'string', default: GRACE_MINUTES },
        json: { type: 'boolean', default: false },
      },
    });
    const [sinceDays, graceMinutes] = [Number(values.since), Number(values.grace)];
    if (!(sinceDays > 0) || !(graceMinutes >= 0)) throw new RangeError();
    return { sinceDays, graceMinutes, json: values.json };
  } catch {
    throw new ConfigError(`${USAGE}. Days are above zero, minutes zero or above.`);
  }
}
