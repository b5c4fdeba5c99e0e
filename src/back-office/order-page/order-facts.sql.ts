import { sql } from 'kysely';
import type { Db } from '../../shared/database/unit-of-work.js';
import { isoTime } from '../../shared/lists/list-plan.js';

/** What belongs to an order and to no list. Amounts in minor units of the order's currency. */
export interface OrderFacts {
  readonly totals: {
    readonly totalMinor: number;
    readonly shippingMinor: number;
    readonly taxMinor: number;
    readonly grandTotalMinor: number;
    readonly taxes: readonly Readonly<Record<string, unknown>>[];
  };
  readonly lines: readonly OrderLineFacts[];
  readonly adjustments: readonly {
    readonly kind: string;
    readonly label: string;
    readonly amountMinor: number;
  }[];
  readonly captures: readonly Readonly<Record<string, unknown>>[];
  /** Every movement of its money, with the two accounts. */
  readonly ledger: readonly {
    readonly movement: string;
    readonly debit: string;
    readonly credit: string;
    readonly amountMinor: number;
    readonly currency: string;
    readonly occurredAt: string;
  }[];
  readonly webhooksReceived: readonly {
    readonly gateway: string;
    readonly eventId: string;
    readonly type: string;
    readonly receivedAt: string;
    readonly appliedAt: string | null;
    readonly result: string | null;
  }[];
  /** Of the same customer, and of guests whom the account has claimed; the newest first. */
  readonly otherOrders: readonly {
    readonly id: string;
    readonly number: string;
    readonly status: string;
    readonly grandTotalMinor: number;
    readonly currency: string;
    readonly createdAt: string;
  }[];
}

/** A line with where its units are. */
export interface OrderLineFacts {
  readonly lineNo: number;
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly subtotalMinor: number;
  /** Promised out of the stock now. */
  readonly held: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly returned: number;
  readonly cancelled: number;
  /** Not to be had yet. */
  readonly owed: number;
}

/** More than a customer's page shows; their list has the rest. */
const OTHER_ORDERS = 20;
const MOST = 200;

/** One statement; each part by an index of the order's. */
export async function orderFacts(db: Db, orderId: string): Promise<OrderFacts> {
  const { rows } = await sql<OrderFacts>`
    select jsonb_build_object('totalMinor', o.total_minor, 'shippingMinor', o.shipping_minor, 'taxMinor', o.tax_minor,
        'grandTotalMinor', o.grand_total_minor, 'taxes', o.taxes) as totals,
      coalesce((select json_agg(json_build_object('lineNo', l.line_no, 'productId', l.product_id, 'productName', l.product_name,
          'quantity', l.quantity, 'priceMinor', l.price_minor, 'subtotalMinor', l.subtotal_minor, 'cancelled', l.cancelled,
          'owed', l.backordered,
          'held', coalesce((select sum(m.held_delta) from stock_movements m
            where m.order_id = o.id and m.product_id = l.product_id), 0),
          'shipped', coalesce((select sum(pl.quantity) from parcel_lines pl
            where pl.order_id = o.id and pl.line_no = l.line_no), 0),
          'delivered', coalesce((select sum(pl.quantity) from parcel_lines pl join parcels p on p.id = pl.parcel_id
            where pl.order_id = o.id and pl.line_no = l.line_no and p.delivered_at is not null), 0),
          'returned', coalesce((select sum(rl.restocked + rl.written_off) from return_lines rl
            where rl.order_id = o.id and rl.line_no = l.line_no), 0)) order by l.line_no)
        from order_lines l where l.order_id = o.id), '[]') as lines,
      coalesce((select json_agg(json_build_object('kind', j.kind, 'label', j.label, 'amountMinor', j.amount_minor) order by j.line_no)
        from order_adjustments j where j.order_id = o.id), '[]') as adjustments,
      coalesce((select json_agg(json_build_object('id', c.id, 'attemptId', c.attempt_id, 'parcelId', c.parcel_id,
          'amountMinor', c.amount_minor, 'currency', c.currency, 'isLast', c.is_last, 'status', c.status,
          'failureCode', c.failure_code, 'createdAt', ${isoTime('c.created_at')}) order by c.created_at)
        from captures c where c.order_id = o.id), '[]') as captures,
      coalesce((select json_agg(json_build_object('movement', t.movement, 'debit', t.debit_account, 'credit', t.credit_account,
          'amountMinor', t.amount_minor, 'currency', t.currency, 'occurredAt', ${isoTime('t.occurred_at')})
          order by t.occurred_at, t.id)
        from ledger_transfers t where t.order_id = o.id), '[]') as ledger,
      coalesce((select json_agg(json_build_object('gateway', w.gateway, 'eventId', w.event_id, 'type', w.type,
          'receivedAt', ${isoTime('w.received_at')}, 'appliedAt', ${isoTime('w.applied_at')}, 'result', w.result)
          order by w.received_at)
        from (select w.* from stored_webhooks w where w.object_id = any(array(
            select unnest(array[a.intent_id, a.transaction_id]) from payment_attempts a where a.order_id = o.id
            union all select r.gateway_refund_id from refunds r where r.order_id = o.id
            union all select c.gateway_capture_id from captures c where c.order_id = o.id
            union all select d.gateway_dispute_id from disputes d where d.order_id = o.id))
          limit ${sql.lit(MOST)}) w), '[]') as "webhooksReceived",
      coalesce((select json_agg(json_build_object('id', x.id, 'number', x.number, 'status', x.status,
          'grandTotalMinor', x.grand_total_minor, 'currency', x.currency, 'createdAt', ${isoTime('x.created_at')})
          order by x.created_at desc, x.id desc)
        from (select l.* from (
            select u.id from users u where u.id = o.customer_id
            union select coalesce(u.claimed_by, u.id) from users u where u.id = o.customer_id
            union select g.id from users g join users u on u.id = o.customer_id
              where g.claimed_by = coalesce(u.claimed_by, u.id)) owner
          cross join lateral (
            select * from orders y where y.customer_id = owner.id and y.id <> o.id
            order by y.created_at desc, y.id desc limit ${sql.lit(OTHER_ORDERS)}) l
          order by l.created_at desc, l.id desc limit ${sql.lit(OTHER_ORDERS)}) x), '[]') as "otherOrders"
    from orders o where o.id = ${orderId}`.execute(db);
  return rows[0]!;
}
