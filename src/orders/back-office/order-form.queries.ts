import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';

/** What the forms of moves ask about: what of an order can be named in them. Amounts in minor units of its currency. */
export interface OrderForm {
  readonly currency: string;
  readonly shippingMinor: number;
  readonly refundableMinor: number;
  readonly lines: readonly FormLine[];
  /** On their way. */
  readonly parcels: readonly {
    readonly parcelId: string;
    readonly carrier: string;
    readonly trackingNumber: string;
  }[];
  /** Asked for or agreed to, and not here yet. */
  readonly returns: readonly {
    readonly returnId: string;
    readonly status: 'requested' | 'approved';
    readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  }[];
  /** Refunds that failed and were not made up for. */
  readonly failedRefunds: readonly { readonly refundId: string; readonly amountMinor: number }[];
}

export interface FormLine {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly cancelled: number;
  readonly shipped: number;
  readonly delivered: number;
  /** In returns that were not refused. */
  readonly returned: number;
  /** Not to be had yet. */
  readonly owed: number;
  /** Named by refunds that were not in vain. */
  readonly refunded: number;
}

interface Raw extends Omit<OrderForm, 'parcels' | 'returns' | 'failedRefunds'> {
  readonly parcels: readonly ({ readonly id: string } & Omit<OrderForm['parcels'][number], 'parcelId'>)[];
  readonly returns: readonly ({ readonly id: string } & Omit<OrderForm['returns'][number], 'returnId'>)[];
  readonly failedRefunds: readonly { readonly id: string; readonly amountMinor: number }[];
}

@Injectable()
export class OrderForms {
  constructor(private readonly uow: UnitOfWork) {}

  /** By the order's number. 404 `order_not_found`. */
  async currencyOf(orderNumber: string): Promise<string> {
    const { rows } = await sql<{ currency: string }>`
      select currency from orders where number = ${orderNumber}`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('order_not_found');
    return rows[0].currency;
  }

  /** By the order's number; one statement, by indexes of the order's. 404 `order_not_found`. */
  async of(orderNumber: string): Promise<OrderForm> {
    const { rows } = await sql<Raw>`
      with o as materialized (select * from orders where number = ${orderNumber})
      select o.currency, o.shipping_minor::float8 as "shippingMinor",
        coalesce((select sum(a.captured_minor - a.refunded_minor) from payment_attempts a where a.order_id = o.id), 0)::float8
          as "refundableMinor",
        coalesce((select json_agg(json_build_object('productId', l.product_id, 'productName', l.product_name,
            'quantity', l.quantity, 'cancelled', l.cancelled, 'owed', l.backordered, 'shipped', coalesce(sent.shipped, 0),
            'delivered', coalesce(sent.delivered, 0), 'returned', coalesce(back.returned, 0),
            'refunded', coalesce(given.refunded, 0)) order by l.line_no)
          from order_lines l
          left join lateral (
            select sum(p.quantity) as shipped, sum(p.quantity) filter (where x.delivered_at is not null) as delivered
            from parcel_lines p join parcels x on x.id = p.parcel_id
            where p.order_id = l.order_id and p.line_no = l.line_no) sent on true
          left join lateral (
            select sum(case r.status when 'received' then b.restocked + b.written_off else b.quantity end) as returned
            from return_lines b join returns r on r.id = b.return_id
            where b.order_id = l.order_id and b.line_no = l.line_no and r.status <> 'refused') back on true
          left join lateral (
            select sum(u.quantity) as refunded
            from refunds r, jsonb_to_recordset(r.lines) as u("productId" text, quantity int)
            where r.order_id = l.order_id and r.status in ('pending', 'succeeded') and r.lines is not null
              and u."productId" = l.product_id) given on true
          where l.order_id = o.id), '[]') as lines,
        coalesce((select json_agg(json_build_object('id', p.id, 'carrier', p.carrier, 'trackingNumber', p.tracking_number)
            order by p.shipped_at, p.id)
          from parcels p where p.order_id = o.id and p.delivered_at is null), '[]') as parcels,
        coalesce((select json_agg(json_build_object('id', r.id, 'status', r.status, 'lines', (
              select json_agg(json_build_object('productId', b.product_id, 'quantity', b.quantity) order by b.line_no)
              from return_lines b where b.return_id = r.id)) order by r.id)
          from returns r where r.order_id = o.id and r.status in ('requested', 'approved')), '[]') as returns,
        coalesce((select json_agg(json_build_object('id', f.id, 'amountMinor', f.amount_minor) order by f.id)
          from refunds f where f.order_id = o.id and f.status = 'failed'
            and not exists (select from refunds again
              where again.order_id = o.id and again.retry_of = f.id and again.status <> 'failed')), '[]') as "failedRefunds"
      from o`.execute(this.uow.db);
    const [raw] = rows;
    if (!raw) throw new DomainError('order_not_found');
    return {
      ...raw,
      parcels: raw.parcels.map(({ id, ...parcel }) => ({ parcelId: publicId('par', id), ...parcel })),
      returns: raw.returns.map(({ id, ...back }) => ({ returnId: publicId('ret', id), ...back })),
      failedRefunds: raw.failedRefunds.map(({ id, ...refund }) => ({
        refundId: publicId('ref', id),
        ...refund,
      })),
    };
  }
}
