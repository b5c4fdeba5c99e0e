import type { Collection } from '../store/collection.js';
import type { StoredEvent } from '../store/records.js';
import type { ProviderStore } from '../store/store.js';
import { type DeliveryStatus, type Letter, postEvent } from './post-event.js';

/** Long enough for the answer to the request to leave first, as it mostly does in the world. */
const FIRST_DELAY_MS = 5;
/** Pauses after a failed attempt; the last one repeats. A provider tries for three days, we for two hours. */
const PAUSES_MS = [200, 1000, 5000, 15_000, 60_000] as const;
const ATTEMPTS_MAX = 120;

interface Endpoint {
  id: string;
  url: string;
}

type EventStore<E extends StoredEvent> = Pick<ProviderStore<E>, 'note' | 'undelivered'> & {
  events: Collection<E>;
};

interface Job<E> {
  event: E;
  endpointId: string;
  attempt: number;
  copiesLeft: number;
}

/** Tells every endpoint of every event until it says 2xx. What is owed survives a restart: it is in the file. */
export class Deliveries<E extends StoredEvent, P extends Endpoint> {
  private isPaused = false;
  private waiting: Job<E>[] = [];
  private readonly owed = new Map<string, number>();
  private readonly acknowledged = new Map<string, () => void>();

  constructor(
    private readonly store: EventStore<E>,
    private readonly endpoints: Collection<P>,
    private readonly write: (event: E, endpoint: P) => Letter,
  ) {}

  enqueue(events: readonly E[]): void {
    for (const event of events) {
      for (const endpointId of event.sandbox.endpoints) {
        this.start({ event, endpointId, attempt: 0, copiesLeft: event.sandbox.copies });
      }
    }
  }

  /** Takes up after a restart what the journal does not show as delivered or given up. */
  resume(): void {
    for (const [eventId, endpointIds] of this.store.undelivered) {
      const event = this.store.events.get(eventId);
      if (!event) continue;
      for (const endpointId of endpointIds) this.start({ event, endpointId, attempt: 0, copiesLeft: 1 });
    }
    this.store.undelivered.clear();
  }

  /** Sends an event again to everybody who listens now. */
  redeliver(event: E): number {
    const endpoints = [...this.endpoints.oldestFirst()];
    for (const { id } of endpoints) this.start({ event, endpointId: id, attempt: 0, copiesLeft: 1 });
    return endpoints.length;
  }

  /** Resolves when every endpoint has acknowledged every copy of the event, or after `patienceMs`. */
  whenAcknowledged(eventId: string, patienceMs: number): Promise<void> {
    if (!this.owed.has(eventId)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(), patienceMs);
      this.acknowledged.set(eventId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  pause(): void {
    this.isPaused = true;
  }

  /** Everything that was held back goes out at once. */
  unpause(): void {
    this.isPaused = false;
    const jobs = this.waiting;
    this.waiting = [];
    for (const job of jobs) void this.attempt(job);
  }

  private start(job: Job<E>): void {
    this.owed.set(job.event.id, (this.owed.get(job.event.id) ?? 0) + 1);
    setTimeout(() => void this.attempt(job), FIRST_DELAY_MS);
  }

  private async attempt(job: Job<E>): Promise<void> {
    if (this.isPaused) {
      this.waiting.push(job);
      return;
    }
    const endpoint = this.endpoints.get(job.endpointId);
    if (!endpoint) return this.settle(job);
    const attempt = job.attempt + 1;
    const status = await postEvent(endpoint.url, this.write(job.event, endpoint));
    const isAcknowledged = typeof status === 'number' && status >= 200 && status < 300;
    const isFinal = isAcknowledged ? job.copiesLeft === 1 : attempt >= ATTEMPTS_MAX;
    this.note(job, endpoint.url, attempt, status, isFinal);
    if (isFinal) return this.settle(job);
    const next = { ...job, attempt, copiesLeft: job.copiesLeft - (isAcknowledged ? 1 : 0) };
    if (isAcknowledged) return this.attempt(next);
    setTimeout(() => void this.attempt(next), PAUSES_MS[attempt - 1] ?? PAUSES_MS.at(-1));
  }

  private settle({ event }: Job<E>): void {
    const left = (this.owed.get(event.id) ?? 1) - 1;
    if (left > 0) {
      this.owed.set(event.id, left);
      return;
    }
    this.owed.delete(event.id);
    this.acknowledged.get(event.id)?.();
    this.acknowledged.delete(event.id);
  }

  private note(job: Job<E>, url: string, attempt: number, status: DeliveryStatus, isFinal: boolean): void {
    this.store.note('webhook', {
      event: job.event.id,
      type: job.event.type,
      endpoint: job.endpointId,
      url,
      attempt,
      status,
      final: isFinal,
    });
  }
}
