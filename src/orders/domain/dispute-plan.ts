import type { DisputeFacts } from '../../payments/index.js';
import type { OrderPlan, Transfer } from '../order-plan.js';
import type { AttemptRow, DisputeRow, OrderRow } from '../order-row.js';
import { lateMoneyBack, type LateMoneyContext } from './late-money.js';
import { feeTransfers, transfer } from './ledger.js';
import { type Told, tracesOf } from './traces.js';

/** What is known of a dispute already, and what is said of it now. */
export interface DisputeNews {
  readonly id: string;
  readonly known: DisputeRow | undefined;
  readonly facts: DisputeFacts;
}

const isClosed = (status: string | undefined): boolean => status === 'won' || status === 'lost';

/**
 * What a bank's word about a dispute does: money that it takes back is booked, and comes back or is lost when it ends.
 * The order's status is never touched. `undefined` for old news: what is closed does not open again.
 */
export function planDispute(
  { id, known, facts }: DisputeNews,
  attempt: AttemptRow,
  order: OrderRow,
  context: LateMoneyContext,
): OrderPlan | undefined {
  const takenBefore = known?.withdrawn_minor ?? 0;
  if (known && isClosed(known.status) && !isClosed(facts.status)) return undefined;
  if (known?.status === facts.status && takenBefore === facts.withdrawnMinor) return undefined;
  const takenNow = takenBefore === 0 ? facts.withdrawnMinor : 0;
  const closes = isClosed(facts.status) && !isClosed(known?.status);
  const takenMinor = takenBefore + takenNow;
  const comesBack = closes && facts.status === 'won' ? takenMinor : 0;
  const isLost = closes && facts.status === 'lost' ? takenMinor : 0;
  const data = {
    disputeId: facts.gatewayDisputeId,
    amountMinor: facts.amountMinor,
    currency: facts.currency,
  };
  const back = lateMoneyBack(order, attempt, comesBack, context);
  const told: Told[] = [];
  if (!known) told.push(['dispute.opened', { ...data, reason: facts.reason }]);
  if (closes) told.push(['dispute.closed', { ...data, outcome: facts.status }]);
  if (back) told.push(back.told);
  const transfers: Transfer[] = [
    ...(takenNow > 0 ? [transfer('disputed', attempt, takenNow, id, facts.currency)] : []),
    ...(takenNow > 0 ? feeTransfers(attempt, facts.fee, id) : []),
    ...(comesBack > 0 ? [transfer('dispute_won', attempt, comesBack, id, facts.currency)] : []),
    ...(isLost > 0 ? [transfer('dispute_lost', attempt, isLost, id, facts.currency)] : []),
  ];
  return {
    attempt: {
      disputed_minor: attempt.disputed_minor + takenNow - comesBack,
      ...(back && { refunded_minor: attempt.refunded_minor + comesBack }),
    },
    ...(back && { newRefund: back.row }),
    ...(transfers.length > 0 && { transfers }),
    traces: tracesOf(order, attempt, context.actor)('dispute.settle', ...told),
  };
}
