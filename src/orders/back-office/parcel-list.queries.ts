import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface ParcelFilter {
  readonly status?: 'shipped' | 'delivered' | undefined;
  readonly shipped?: TimeSpan | undefined;
  readonly carrier?: string | undefined;
  readonly orderId?: string | undefined;
}

export interface ParcelListRow {
  readonly id: string;
  readonly parcelId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly status: 'shipped' | 'delivered';
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly trackingUrl: string | null;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  readonly shippedAt: string;
  readonly deliveredAt: string | null;
}

type Raw = Omit<ParcelListRow, 'parcelId' | 'status'>;

const PARCELS: ListPlan<ParcelFilter, Raw, ParcelListRow> = {
  table: 'parcels',
  alias: 'p',
  order: BY_ID,
  ways: (filter) => {
    const span = madeWithin('p.id', 'p.shipped_at', filter.shipped) ?? sql`true`;
    if (filter.orderId !== undefined)
      return [sql`${equals('p.order_id', filter.orderId, 'uuid')} and ${span}`];
    return [filter.status === 'shipped' ? sql`p.delivered_at is null and ${span}` : span];
  },
  rest: ({ status, carrier, orderId }) => [
    status === 'shipped' && orderId !== undefined ? sql`p.delivered_at is null` : undefined,
    status === 'delivered' ? sql`p.delivered_at is not null` : undefined,
    carrier === undefined ? undefined : sql`lower(p.carrier) = lower(${carrier})`,
  ],
  columns: sql`
    p.id, p.order_id as "orderId", o.number as "orderNumber", p.carrier, p.tracking_number as "trackingNumber",
    p.tracking_url as "trackingUrl",
    coalesce((select json_agg(json_build_object('productId', l.product_id, 'quantity', pl.quantity) order by l.line_no)
      from parcel_lines pl join order_lines l using (order_id, line_no) where pl.parcel_id = p.id), '[]') as lines,
    ${isoTime('p.shipped_at')} as "shippedAt", ${isoTime('p.delivered_at')} as "deliveredAt"`,
  joins: sql`join orders o on o.id = p.order_id`,
  view: (row) => ({
    ...row,
    parcelId: publicId('par', row.id),
    status: row.deliveredAt === null ? 'shipped' : 'delivered',
  }),
};

/** What has left the house. */
@Injectable()
export class ParcelList extends NewestFirst<ParcelFilter, Raw, ParcelListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, PARCELS);
  }
}
