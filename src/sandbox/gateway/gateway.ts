import { Faults } from '../provider/faults.js';
import { Laters } from '../provider/laters.js';
import { Deliveries } from '../provider/webhooks/deliveries.js';
import { KeptAnswers } from './api/kept-answers.js';
import { OPERATIONS } from './api/operations.js';
import { ResetCounts } from './api/reset-counts.js';
import { WHAT_COMES_LATER } from './payments/what-comes-later.js';
import type { Settings } from './settings.js';
import { Commit } from './store/commit.js';
import type { GatewayEvent, Later, WebhookEndpoint } from './store/records.js';
import { Store } from './store/store.js';
import { COMMAND_LINE_ENDPOINT, newEndpoint } from './webhooks/endpoints.js';
import { letterFor } from './webhooks/letter.js';
import { hears } from './webhooks/listeners.js';

/**
 * A payment gateway in a box. It owns the money of the sandbox: intents, charges, refunds, disputes, the cash of
 * customers, the events about them, and a journal of what really happened. It speaks Stripe's HTTP API, so that the
 * official SDK is what runs against it; it imports nothing of the order system and is imported by nothing. A request
 * goes through `serve.ts`, `api/serve-api.ts` and a handler; what banks and customers do goes through
 * `controls/serve-sandbox.ts`. Start reading at `api/routes.ts` and `controls/money-controls.ts`.
 */
export class Gateway {
  readonly store: Store;
  readonly faults = new Faults(OPERATIONS, true);
  readonly resets = new ResetCounts();
  readonly keptAnswers: KeptAnswers;
  readonly deliveries: Deliveries<GatewayEvent, WebhookEndpoint>;
  private readonly laters: Laters<Later>;

  constructor(readonly settings: Settings) {
    this.store = new Store(settings.dataDirectory);
    this.keptAnswers = new KeptAnswers(this.store);
    this.deliveries = new Deliveries(this.store, this.store.webhook_endpoints, letterFor, hears);
    this.laters = new Laters(this.store.laters, (later) => this.bringAbout(later));
  }

  /** Takes up what the last process left undone. The endpoint of the command line is never in the file. */
  start(): void {
    const { webhook } = this.settings;
    if (webhook) {
      const wishes = { enabled_events: webhook.events };
      this.store.apply(newEndpoint(COMMAND_LINE_ENDPOINT, webhook.url, webhook.secret, wishes));
    }
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
    const { settings, store } = this;
    WHAT_COMES_LATER[later.what]({ commit, settings, store }, later.subject);
    commit.put<Later>({ ...later, deleted: true });
    this.finish(commit);
  }
}
