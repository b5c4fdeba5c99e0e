import { Faults } from '../provider/faults.js';
import { Laters } from '../provider/laters.js';
import { Deliveries } from '../provider/webhooks/deliveries.js';
import { KeptAnswers } from './api/kept-answers.js';
import { OPERATIONS } from './api/operations.js';
import { WHAT_COMES_LATER } from './payments/what-comes-later.js';
import type { Settings } from './settings.js';
import { Commit } from './store/commit.js';
import type { Later, PayPalEvent, SigningKey, Webhook } from './store/records.js';
import { Store } from './store/store.js';
import { letterFor } from './webhooks/letter.js';
import { newSigningKey } from './webhooks/signature.js';

/**
 * PayPal in a box. It owns the money that buyers pay through it: payments, sales, authorizations, captures, refunds,
 * disputes, the events about them, and a journal of what really happened. It speaks PayPal's REST API v1, so that
 * `paypal-rest-sdk` is what runs against it; it imports nothing of the order system and is imported by nothing. A request
 * goes through `serve.ts`, `api/serve-api.ts` and a handler; start reading at `api/routes.ts`.
 */
export class PayPal {
  readonly store: Store;
  /** A 5xx of PayPal's is worth another try under the same request id, so none is kept. */
  readonly faults = new Faults(OPERATIONS, false);
  readonly keptAnswers: KeptAnswers;
  readonly deliveries: Deliveries<PayPalEvent, Webhook>;
  private readonly laters: Laters<Later>;

  constructor(
    readonly settings: Settings,
    port: number,
  ) {
    this.store = new Store(settings.dataDirectory, settings.publicUrl ?? ownUrl(settings.host, port));
    this.keptAnswers = new KeptAnswers(this.store);
    const key = this.ensureSigningKey();
    this.deliveries = new Deliveries(this.store, this.store.webhooks, (event, webhook) =>
      letterFor(this.store, key, event, webhook),
    );
    this.laters = new Laters(this.store.laters, (later) => this.bringAbout(later));
  }

  /** Takes up what the last process left undone. The webhook of the command line is never in the file. */
  start(): void {
    const { webhook } = this.settings;
    if (webhook) this.store.apply({ object: 'webhook', ...webhook, event_types: ['*'] });
    this.deliveries.resume();
    this.laters.resume();
  }

  /** On disk first, then to the outside world. */
  finish(commit: Commit): void {
    commit.write();
    this.deliveries.enqueue(commit.events);
    this.laters.schedule(commit.laters);
  }

  private bringAbout(later: Later): void {
    const commit = new Commit(this.store);
    WHAT_COMES_LATER[later.what]({ store: this.store, commit, settings: this.settings }, later.subject);
    commit.put<Later>({ ...later, deleted: true });
    this.finish(commit);
  }

  private ensureSigningKey(): SigningKey {
    const [known] = this.store.signingKeys.oldestFirst();
    if (known) return known;
    const commit = new Commit(this.store);
    const key = commit.put(newSigningKey());
    commit.write();
    return key;
  }
}

/** Nobody can call the address that stands for all of them. */
function ownUrl(host: string, port: number): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
