import { ProviderStore } from '../../provider/store/store.js';
import type { StoredRecord } from './records.js';

const FILE_NAME = 'gateway.jsonl';

/** Everything the gateway knows. */
export class Store extends ProviderStore<StoredRecord> {
  readonly payment_methods = this.home('payment_method');
  readonly payment_intents = this.home('payment_intent');
  readonly charges = this.home('charge');
  readonly balance_transactions = this.home('balance_transaction');
  readonly refunds = this.home('refund');
  readonly disputes = this.home('dispute');
  readonly events = this.home('event');
  readonly webhook_endpoints = this.home('webhook_endpoint');
  readonly keptAnswers = this.home('kept_answer');
  readonly laters = this.home('later');

  constructor(directory: string) {
    super(directory, FILE_NAME);
  }
}
