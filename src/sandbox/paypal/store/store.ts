import { ProviderStore } from '../../provider/store/store.js';
import type { StoredRecord, Taking } from './records.js';

const FILE_NAME = 'paypal.jsonl';

/** Everything the sandbox PayPal knows. */
export class Store extends ProviderStore<StoredRecord> {
  readonly payments = this.home('payment');
  readonly sales = this.home('sale');
  readonly authorizations = this.home('authorization');
  readonly captures = this.home('capture');
  readonly refunds = this.home('refund');
  readonly disputes = this.home('dispute');
  readonly events = this.home('event');
  readonly webhooks = this.home('webhook');
  readonly signingKeys = this.home('signing_key');
  readonly keptAnswers = this.home('kept_answer');
  readonly laters = this.home('later');

  /** `publicUrl`: where the links lead that are handed out. */
  constructor(
    directory: string,
    readonly publicUrl: string,
  ) {
    super(directory, FILE_NAME);
  }

  taking(id: string): Taking | undefined {
    return this.sales.get(id) ?? this.captures.get(id);
  }
}
