import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { Credit } from './domain/credit-note.js';
import type { Buyer } from './domain/document.js';
import type { InvoicedOrder } from './domain/invoice.js';

/** An order with what its papers say of it. */
export interface OrderFacts extends InvoicedOrder {
  readonly id: string;
  readonly customerId: string;
  readonly buyer: Buyer;
}

/**
 * Locks the order, so that its papers are issued one after the other, and so that nothing of its money moves meanwhile.
 * `undefined` where it was never confirmed: what nobody owes is not invoiced.
 */
export async function lockConfirmedOrder(tx: Transaction, orderId: string): Promise<OrderFacts | undefined> {
  await sql`select 1 from orders where id = ${orderId} for no key update`.execute(tx.db);
  const { rows } = await sql<OrderFacts>`
    select o.id, o.number, o.customer_id as "customerId", o.created_at as "createdAt", o.currency,
      o.personal as buyer, o.total_minor as "totalMinor", o.shipping_minor as "shippingMinor", o.tax_minor as "taxMinor",
      o.grand_total_minor as "grandTotalMinor",
      (select jsonb_agg(jsonb_build_object('productId', l.product_id, 'name', l.product_name,
          'productClass', l.product_class, 'quantity', l.quantity, 'priceMinor', l.price_minor,
          'subtotalMinor', l.subtotal_minor) order by l.line_no)
        from order_lines l where l.order_id = o.id) as lines,
      coalesce((select jsonb_agg(jsonb_build_object('label', a.label, 'amountMinor', a.amount_minor) order by a.line_no)
        from order_adjustments a where a.order_id = o.id), '[]') as adjustments,
      o.taxes,
      jsonb_build_object('method', p.method, 'at', e.occurred_at,
        'state', case when p.authorized_minor > 0 then 'promised' else 'paid' end) as payment
    from orders o join payment_attempts p on p.id = o.paid_attempt_id
      join events e on e.order_id = o.id and e.type = 'order.confirmed'
    where o.id = ${orderId}`.execute(tx.db);
  return rows[0] && withBuyer(rows[0]);
}

function withBuyer(order: OrderFacts): OrderFacts {
  const { name, billingAddress, shippingAddress } = fromPersonalColumn(order.buyer);
  return { ...order, buyer: { name, billingAddress, shippingAddress } };
}

/** A credit that no credit note tells of yet; `sourceId` is the same however often it is tried. */
export interface DueCredit extends Credit {
  readonly source: 'refund' | 'release';
  readonly sourceId: string;
}

/** Why the house itself gives money back; any other reason is what an admin wrote. */
const CANCELLATIONS = ['customer_request', 'admin', 'out_of_stock', 'payment_expired', 'cancelled'];

/**
 * Money of the payment that pays the order which went back or was let go, and which no credit note tells of. A refund
 * that failed late and was tried again counts as the one that it began as. Under the order's lock.
 */
export async function dueCredits(tx: Transaction, orderId: string): Promise<DueCredit[]> {
  const { rows } = await sql<DueCredit>`
    with recursive tries as (
      select id, id as first_id from refunds where order_id = ${orderId} and retry_of is null
      union all select r.id, t.first_id from refunds r join tries t on r.retry_of = t.id)
    select 'refund' as source, t.first_id as "sourceId", r.id as "refundId", r.amount_minor as "amountMinor",
      r.lines as units, case when r.reason = any(${CANCELLATIONS}::text[]) then 'cancellation' else 'refund' end as why,
      r.settled_at as at
    from tries t join refunds r on r.id = t.id join orders o on o.id = r.order_id and o.paid_attempt_id = r.attempt_id
    where r.status = 'succeeded' and not exists (
      select from invoices i where i.source = 'refund' and i.source_id = t.first_id)
    union all
    select 'release', p.id, null, p.released_minor, null, 'release', null
    from orders o join payment_attempts p on p.id = o.paid_attempt_id
    where o.id = ${orderId} and p.released_minor > 0 and not exists (
      select from invoices i where i.source = 'release' and i.source_id = p.id)
    order by at nulls last, "sourceId"`.execute(tx.db);
  return rows.map((due) => ({ ...due, refundId: due.refundId && publicId('ref', due.refundId) }));
}
