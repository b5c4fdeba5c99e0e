import type { Units } from '../../shared/database/units.js';
import type { NewRefund } from '../order-plan.js';
import type { AttemptRow, OrderRow } from '../order-row.js';
import { refundable, wasTakenAtOnce } from './attempt.js';
import type { LineUnits } from './line-units.js';
import { shareOfUnits } from './unit-shares.js';

/** What is known of an order's units and their money, under the order's lock. */
export interface UnitFacts {
  readonly lines: readonly LineUnits[];
  /** Units of refunds that were not in vain. */
  readonly givenBack: readonly Units[];
}

/**
 * The refund for units that the customer does not get, or has sent back: their shares, never more than is left.
 * `undefined` where nothing is due: their money was only promised, or went back before.
 */
export function refundOfUnits(
  order: OrderRow,
  paid: AttemptRow | null,
  units: readonly Units[],
  facts: UnitFacts,
  refund: Pick<NewRefund, 'id' | 'reason' | 'deadlineSeconds'>,
): NewRefund | undefined {
  if (!paid) return undefined;
  const lines = unitsDue(order, paid, units, facts);
  const amountMinor = Math.min(shareOfUnits(order, lines, facts.givenBack), refundable(paid));
  if (amountMinor <= 0) return undefined;
  return { ...refund, attemptId: paid.id, amountMinor, lines, send: 'later' };
}

/**
 * Of units that are gone now, those whose money has not gone back. A refund that named units before they were gone
 * counts for the first that are: a unit is refunded once, whoever asks in whichever order.
 */
function unitsDue(
  order: OrderRow,
  paid: AttemptRow,
  units: readonly Units[],
  { lines, givenBack }: UnitFacts,
): Units[] {
  return units
    .map(({ productId, quantity }) => {
      const cancelled = order.lines.find((line) => line.product_id === productId)?.cancelled ?? 0;
      const returned = lines.find((line) => line.productId === productId)?.returnedForMoney ?? 0;
      const given = givenBack.find((unit) => unit.productId === productId)?.quantity ?? 0;
      const due = (wasTakenAtOnce(paid) ? cancelled : 0) + returned + quantity - given;
      return { productId, quantity: Math.max(0, Math.min(due, quantity)) };
    })
    .filter(({ quantity }) => quantity > 0);
}
