import type { NextAction, Outcome } from '../../payments/index.js';
import type { Actor } from '../../shared/actor.js';
import type { AttemptRow, OrderRow } from '../order-row.js';

/** What an outcome means for an order. Nothing else in the product turns payment news into order news. */
export type Settlement =
  /** Old news, or less than is known already. */
  | { readonly kind: 'nothing' }
  /** Paid in time: the order is confirmed, from its hold or, where that was released, from what is available now. */
  | { readonly kind: 'confirm'; readonly stock: 'sell_held' | 'sell_available' }
  /** Money or a promise of it for an order that cannot take it any more: it goes back, always. */
  | { readonly kind: 'refund'; readonly why: 'cancelled' | 'paid_already' | 'adjusted' | 'out_of_stock' }
  /** Another amount or currency than was asked for: a person decides. */
  | { readonly kind: 'mismatch' }
  /** Definitely not paid: the hold is released in this commit. */
  | { readonly kind: 'fail' }
  /** On its way: the customer or the gateway has to do something first. */
  | { readonly kind: 'wait'; readonly status: 'requires_action' | 'processing' }
  /** Nobody knows: the hold stays, the attempt stays open, the reconciler asks. */
  | { readonly kind: 'unknown' };

/** What the plan needs to know beside the locked rows. */
export interface SettlementContext {
  readonly actor: Actor;
  /** A fresh id, should a refund or a release have to be allocated. */
  readonly newId: string;
  /** The refund that a cancellation has allocated while this payment was undecided. */
  readonly waitingRefundId: string | null;
  readonly deadlineSeconds: number;
}

/** The `failure_code` of an attempt whose payment a person has to look at. */
export const AMOUNT_MISMATCH = 'amount_mismatch';

/**
 * Decides, from the locked rows, what an outcome does. Idempotent and monotonic: repeats, reordering and late news
 * change nothing that is final. `stockIsGone` is set when a confirmation was tried and the units were not there.
 */
export function decideSettlement(
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Outcome,
  stockIsGone = false,
): Settlement {
  if (attempt.status === 'succeeded') return { kind: 'nothing' };
  switch (outcome.kind) {
    case 'succeeded':
    case 'authorized':
      return decideSuccess(order, attempt, outcome, stockIsGone);
    case 'failed':
      return attempt.status === 'failed' ? { kind: 'nothing' } : { kind: 'fail' };
    case 'requires_action':
    case 'processing':
      return attempt.status === 'failed' || isKnownAlready(attempt, outcome)
        ? { kind: 'nothing' }
        : { kind: 'wait', status: outcome.kind };
    case 'unknown':
      return attempt.status === 'started' || isBeingCompleted(attempt)
        ? { kind: 'unknown' }
        : { kind: 'nothing' };
  }
}

/** A customer who has paid a part has something else to do than before. */
function isKnownAlready(
  attempt: AttemptRow,
  outcome: Extract<Outcome, { kind: 'requires_action' | 'processing' }>,
): boolean {
  if (attempt.status !== outcome.kind || attempt.completing_since !== null) return false;
  return outcome.kind === 'processing' || isSameAction(attempt.next_action, outcome.nextAction);
}

function isSameAction(known: NextAction | null, told: NextAction): boolean {
  if (known?.type === 'redirect') return told.type === 'redirect' && known.url === told.url;
  return known?.type === told.type && known.remainingMinor === told.remainingMinor;
}

/** Approved money was asked for: from then on nobody knows until the gateway says. */
const isBeingCompleted = (attempt: AttemptRow): boolean =>
  attempt.completing_since !== null &&
  (attempt.status === 'requires_action' || attempt.status === 'processing');

function decideSuccess(
  order: OrderRow,
  attempt: AttemptRow,
  outcome: Extract<Outcome, { kind: 'succeeded' | 'authorized' }>,
  stockIsGone: boolean,
): Settlement {
  if (outcome.amountMinor !== attempt.amount_minor || outcome.currency !== attempt.currency)
    return attempt.failure_code === AMOUNT_MISMATCH ? { kind: 'nothing' } : { kind: 'mismatch' };
  if (order.status === 'cancelled') return { kind: 'refund', why: 'cancelled' };
  if (order.paid_attempt_id !== null) return { kind: 'refund', why: 'paid_already' };
  // A payment that was closed before the order came to cost something else pays for another order than this one.
  if (attempt.amount_minor !== order.grand_total_minor) return { kind: 'refund', why: 'adjusted' };
  if (stockIsGone) return { kind: 'refund', why: 'out_of_stock' };
  return { kind: 'confirm', stock: order.hold === 'held' ? 'sell_held' : 'sell_available' };
}
