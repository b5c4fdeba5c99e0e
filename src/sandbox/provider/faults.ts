/** What a switched-on fault does to a request. `after` means: processed and kept, then the answer goes wrong. */
const FAULT_MODES = [
  'reset_before',
  'reset_after',
  'hang_before',
  'hang_after',
  'cut_after',
  'status',
  'status_after',
  'delay',
] as const;

export interface Fault {
  operation: string;
  mode: (typeof FAULT_MODES)[number];
  /** For `status`: what is answered instead. Without a body it is an error in the provider's own words. */
  status: number;
  body: string | null;
  /** Whether the answer of `status` is kept under the idempotency key. */
  kept: boolean;
  delayMs: number;
  /** How many more requests it hits; null until it is cleared. */
  times: number | null;
}

const FAULTS_MAX = 100;

export class Faults {
  private faults: Fault[] = [];
  private readonly operations: readonly string[];

  /** `keepsOwn5xx`: whether the provider keeps its own 500s under the idempotency key, unless a fault says otherwise. */
  constructor(
    operations: readonly string[],
    private readonly keepsOwn5xx: boolean,
  ) {
    this.operations = ['*', ...operations];
  }

  add(wish: unknown): Fault {
    const fault = this.read(wish);
    if (this.faults.length >= FAULTS_MAX) throw new Error(`at most ${FAULTS_MAX} faults; clear some first`);
    this.faults.push(fault);
    return fault;
  }

  clear(): void {
    this.faults = [];
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /** The oldest fault that is meant for the operation, used up by one. */
  take(operation: string): Fault | undefined {
    if (this.faults.length === 0) return undefined;
    const fault = this.faults.find((candidate) => ['*', operation].includes(candidate.operation));
    if (!fault) return undefined;
    if (fault.times !== null && --fault.times === 0) {
      this.faults = this.faults.filter((other) => other !== fault);
    }
    return fault;
  }

  private read(wish: unknown): Fault {
    if (typeof wish !== 'object' || wish === null) throw new Error('a fault is a JSON object');
    const {
      operation,
      mode,
      status = 500,
      body = null,
      kept,
      delayMs = 0,
      times = 1,
    } = wish as Partial<Fault>;
    if (typeof operation !== 'string' || !this.operations.includes(operation)) {
      throw new Error(`operation must be one of ${this.operations.join(', ')}`);
    }
    const known = FAULT_MODES.find((candidate) => candidate === mode);
    if (!known) throw new Error(`mode must be one of ${FAULT_MODES.join(', ')}`);
    if (!isCount(status, 100, 599)) throw new Error('status must be between 100 and 599');
    if (body !== null && typeof body !== 'string') throw new Error('body must be text');
    if (!isCount(delayMs, 0, 600_000)) throw new Error('delayMs must be between 0 and 600000');
    if (times !== null && !isCount(times, 1, 1_000_000)) throw new Error('times must be at least 1, or null');
    const isOwn5xx = body === null && status >= 500;
    return {
      operation,
      mode: known,
      status,
      body,
      kept: kept ?? (isOwn5xx && this.keepsOwn5xx),
      delayMs,
      times,
    };
  }
}

function isCount(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
