import { type Takings, takings } from './books.js';
import type { World } from './world.js';

interface PaidOrder {
  readonly number: string;
  readonly attempt_id: string | null;
  readonly amount_minor: number;
  readonly currency: string;
}

/** Orders that the customer was promised, with the succeeded attempt that pays them, if there is one. */
const PROMISED = `
  select o.number, a.id as attempt_id, o.grand_total_minor as amount_minor, o.currency
  from orders o left join payment_attempts a
    on a.id = o.paid_attempt_id and a.order_id = o.id and a.status = 'succeeded'
      and a.amount_minor = o.grand_total_minor and a.currency = o.currency
  where o.status not in ('pending', 'cancelled')`;

export interface Mismatch {
  /** Money that a gateway keeps, and that is not the whole price of an order which it pays. */
  readonly orphans: readonly Takings[];
  /** Orders that are confirmed or further, for which no gateway keeps the whole price. */
  readonly unpaid: readonly PaidOrder[];
}

/** The gateways' journals against our orders, in both directions. */
export async function matchBooks(world: World): Promise<Mismatch> {
  const orders = (await world.db.query<PaidOrder>(PROMISED)).rows;
  const kept = (await takings(world)).filter(({ amountMinor, refundedMinor }) => refundedMinor < amountMinor);
  const prices = new Set(
    orders.map((order) => [order.number, order.attempt_id, order.amount_minor, order.currency].join()),
  );
  const payments = new Set(kept.map(idOf));
  return {
    orphans: kept.filter((each) => !prices.has(idOf(each))),
    unpaid: orders.filter(
      (order) => !payments.has([order.number, order.attempt_id, order.amount_minor, order.currency].join()),
    ),
  };
}

const idOf = ({ orderNumber, attemptId, amountMinor, currency }: Takings): string =>
  [orderNumber, attemptId, amountMinor, currency].join();
