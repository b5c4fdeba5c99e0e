import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface CartFilter {
  /** With something in it. */
  readonly filled?: boolean | undefined;
}

export interface CartListRow {
  /** The customer's. */
  readonly id: string;
  readonly version: number;
  readonly lines: readonly {
    readonly productId: string;
    readonly productName: string;
    readonly quantity: number;
  }[];
  readonly itemCount: number;
  readonly emptiedByOrderId: string | null;
  readonly updatedAt: string;
}

const CARTS: ListPlan<CartFilter, CartListRow> = {
  table: 'carts',
  alias: 'c',
  // The newest customers first: `updated_at` changes with every click, and an index of it would be written with each.
  order: [{ column: 'customer_id', type: 'uuid' }],
  id: { column: 'customer_id', type: 'uuid' },
  rest: ({ filled }) => [
    filled === undefined
      ? undefined
      : sql`exists (select from cart_lines l where l.customer_id = c.customer_id) = ${filled}`,
  ],
  columns: sql`
    c.customer_id as id, c.version, c.emptied_by_order_id as "emptiedByOrderId", ${isoTime('c.updated_at')} as "updatedAt",
    coalesce(l.lines, '[]') as lines, coalesce(l.items, 0)::int as "itemCount"`,
  joins: sql`
    left join lateral (
      select json_agg(json_build_object('productId', x.product_id, 'productName', p.name, 'quantity', x.quantity)
          order by x.added_at, x.product_id) as lines, sum(x.quantity) as items
      from cart_lines x join products p on p.id = x.product_id where x.customer_id = c.customer_id) l on true`,
};

/** What customers mean to buy, the newest customers first. */
@Injectable()
export class CartList extends NewestFirst<CartFilter, CartListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, CARTS);
  }
}
