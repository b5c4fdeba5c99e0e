import type { Resource } from '../store/records.js';
import type { Store } from '../store/store.js';
import { presentDispute } from './dispute.js';
import { presentPayment } from './payment.js';
import { presentResource } from './resources.js';

/** The record as PayPal's API shows it. */
export function present(store: Store, record: Resource): object {
  if (record.object === 'payment') return presentPayment(store, record);
  return record.object === 'dispute' ? presentDispute(store, record) : presentResource(store, record);
}
