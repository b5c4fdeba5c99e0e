import type { Commit } from '../store/commit.js';
import type { Payment } from '../store/records.js';
import { now } from '../wire/time.js';

/** Hangs what has come of a payment below it. */
export function relate(commit: Commit, payment: Payment, { id }: { id: string }): void {
  commit.put<Payment>({ ...payment, related: [...payment.related, id], update_time: now() });
}
