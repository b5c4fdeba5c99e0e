import type { Running } from './processes.js';

export interface JournalEntry {
  readonly seq: number;
  readonly kind: string;
  readonly intent?: string;
  /** PayPal's words for it. */
  readonly payment?: string;
  readonly custom?: string;
  readonly invoice_number?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly refund?: string;
  readonly event?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly idempotencyKey?: string | null;
  readonly status?: number | string;
}

export interface Fault {
  readonly operation: string;
  readonly mode:
    | 'reset_before'
    | 'reset_after'
    | 'hang_before'
    | 'hang_after'
    | 'cut_after'
    | 'status'
    | 'status_after'
    | 'delay';
  readonly status?: number;
  readonly body?: string;
  readonly delayMs?: number;
  readonly times?: number | null;
  /** Whether the answer of a `status` is given again under the same key. */
  readonly kept?: boolean;
}

/** The sandbox gateway of a world: its journal is the witness, its faults are the weather. */
export class Gateway {
  constructor(
    readonly url: string,
    public running: Running,
    readonly restart: () => Promise<Running>,
  ) {}

  /** Entries of these kinds; `orderId` narrows to charges and refunds of one order. */
  async journal(...kinds: string[]): Promise<JournalEntry[]> {
    const response = await fetch(`${this.url}/sandbox/journal?kind=${kinds.join(',')}`);
    return ((await response.json()) as { entries: JournalEntry[] }).entries;
  }

  /** The money that was taken for an order, in the gateway's own book. */
  async chargesOf(orderId: string): Promise<JournalEntry[]> {
    return (await this.journal('charge', 'capture')).filter((entry) => entry.metadata?.['order'] === orderId);
  }

  /** The money that went back for an order's charges. */
  async refundsOf(orderId: string): Promise<JournalEntry[]> {
    const intents = new Set((await this.chargesOf(orderId)).map((entry) => entry.intent));
    return (await this.journal('refund')).filter((entry) => intents.has(entry.intent));
  }

  async fault(fault: Fault): Promise<void> {
    const response = await fetch(`${this.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Faults that nothing has met yet. */
  async faults(): Promise<Fault[]> {
    const response = await fetch(`${this.url}/sandbox/faults`);
    return ((await response.json()) as { faults: Fault[] }).faults;
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.url}/sandbox/faults`, { method: 'DELETE' });
  }

  /** What the world outside does to a payment: a bank, a customer, time. */
  async act<T = Record<string, unknown>>(path: string, body: object = {}): Promise<T> {
    const response = await fetch(`${this.url}/sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  }

  /** Posts one of the gateway's events to its endpoints once more. */
  async redeliver(eventId: string): Promise<void> {
    await fetch(`${this.url}/sandbox/webhooks/redeliver`, {
      method: 'POST',
      body: JSON.stringify({ event: eventId }),
    });
  }

  /** Events that were posted and that nobody has acknowledged. */
  async unheard(): Promise<string[]> {
    const posts = await this.journal('webhook');
    const heard = new Set(posts.filter(({ status }) => status === 200).map(({ event }) => event));
    return [...new Set(posts.flatMap(({ event = '' }) => (heard.has(event) ? [] : event)))];
  }

  /** As a crash does it; `restart` brings it back with everything that it knew. */
  kill(): Promise<void> {
    return this.running.kill();
  }

  async comeBack(): Promise<void> {
    this.running = await this.restart();
  }

  async webhooks(action: 'pause' | 'resume'): Promise<void> {
    await fetch(`${this.url}/sandbox/webhooks/${action}`, { method: 'POST' });
  }
}
