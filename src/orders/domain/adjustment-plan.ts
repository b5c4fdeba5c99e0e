import type { Actor } from '../../shared/actor.js';
import { newEvent } from '../../shared/events/event.js';
import { toMajor, toMinor } from '../../shared/money.js';
import { DomainError } from '../../shared/problem.js';
import type { Tariff } from '../../tariffs/index.js';
import type { OrderPlan } from '../order-plan.js';
import type { OrderRow } from '../order-row.js';
import { type Adjustment, totalsOf } from './totals.js';

/** Only an order that waits for its payment may come to cost something else. 409 `order_cannot_be_adjusted`. */
function refuseUnlessAdjustable(order: OrderRow): void {
  if (order.status === 'pending' && order.paid_attempt_id === null) return;
  throw new DomainError('order_cannot_be_adjusted', { orderId: order.number, orderStatus: order.status });
}

/** A fee or a discount as it is asked for: above zero, in the currency's decimals; the kind says which way it goes. */
export interface AdjustmentWish {
  readonly kind: Adjustment['kind'];
  readonly label: string;
  readonly amount: number;
}

/**
 * What a fee or a discount does to an order: its totals anew, from its lines and the rates that it was made with. 409
 * `order_cannot_be_adjusted`, and `discount_exceeds_total` where the goods would come to less than nothing, or where nothing
 * would be left to pay.
 */
export function planAdjustment(order: OrderRow, wish: AdjustmentWish, actor: Actor): OrderPlan {
  refuseUnlessAdjustable(order);
  const adjustment = adjustmentOf(order, wish);
  const { currency } = order;
  const lines = order.lines.map((line) => ({
    productClass: line.product_class,
    quantity: line.quantity,
    priceMinor: line.price_minor,
  }));
  const before = order.adjustments.map(({ amount_minor: amountMinor }) => ({ amountMinor }));
  const totals = totalsOf(lines, [...before, adjustment], tariffOf(order));
  if (totals.totalMinor < 0 || totals.grandTotalMinor < 1) {
    throw new DomainError('discount_exceeds_total', {
      orderId: order.number,
      discount: toMajor(-adjustment.amountMinor, currency),
      total: toMajor(order.total_minor, currency),
      grandTotal: toMajor(order.grand_total_minor, currency),
      currency,
    });
  }
  const { kind, amountMinor } = adjustment;
  const facts = { kind, amountMinor, grandTotalMinor: totals.grandTotalMinor, currency };
  return {
    order: {
      total_minor: totals.totalMinor,
      tax_minor: totals.taxMinor,
      taxes: totals.taxes,
      grand_total_minor: totals.grandTotalMinor,
    },
    newAdjustment: adjustment,
    traces: {
      events: [
        newEvent({
          type: 'order.adjusted',
          orderId: order.id,
          customerId: order.customer_id,
          actor: actor.kind,
          data: facts,
        }),
      ],
      audit: {
        action: 'order.adjust',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { ...facts, grandTotalBeforeMinor: order.grand_total_minor },
      },
    },
  };
}

function adjustmentOf({ currency }: OrderRow, { kind, label, amount }: AdjustmentWish): Adjustment {
  const minor = toMinor(amount, currency);
  if (minor !== undefined && minor > 0) return { kind, label, amountMinor: kind === 'fee' ? minor : -minor };
  const message = `must be positive, with the decimals of ${currency}`;
  throw new DomainError('validation_failed', { errors: [{ field: 'amount', message }] });
}

/** The rates of the order's own day, whatever holds now. */
const tariffOf = (order: OrderRow): Tariff => ({
  shippingMinor: order.shipping_minor,
  shippingTaxClass: order.shipping_tax_class,
  taxes: order.taxes,
});
