import type { Actor } from '../../shared/actor.js';
import { publicId } from '../../shared/ids.js';
import type { NewRefund } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import type { Told } from './traces.js';

export interface LateMoneyContext {
  readonly actor: Actor;
  /** For the refund, should one be due. */
  readonly refundId: string;
  readonly deadlineSeconds: number;
}

/** Money that comes in after its order was cancelled goes back, by the worker; `undefined` where it may stay. */
export function lateMoneyBack(
  order: OrderRow,
  attempt: AttemptRow,
  amountMinor: number,
  { refundId, deadlineSeconds }: LateMoneyContext,
): { readonly row: NewRefund; readonly told: Told } | undefined {
  if (order.status !== 'cancelled' || amountMinor === 0) return undefined;
  const reason = 'cancelled';
  const common = { attemptId: attempt.id, amountMinor, reason };
  return {
    row: { ...common, id: refundId, lines: null, send: 'now', deadlineSeconds },
    told: [
      'refund.requested',
      { amountMinor, currency: attempt.currency, refundId: publicId('ref', refundId), reason },
    ],
  };
}
