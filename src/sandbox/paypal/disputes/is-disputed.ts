import type { Dispute, Taking } from '../store/records.js';
import type { Store } from '../store/store.js';

export function isDisputed(store: Store, { id }: Taking): boolean {
  return [...store.disputes.oldestFirst()].some((dispute) => dispute.taking === id && isOpen(dispute));
}

export function isOpen({ status }: Dispute): boolean {
  return status !== 'RESOLVED';
}
