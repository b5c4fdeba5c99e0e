import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { isoTime, type ListPlan } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import { containing } from '../containing.js';

export interface ProductFilter {
  /** A part of the name, or of the id. */
  readonly text?: string | undefined;
  readonly active?: boolean | undefined;
  /** Fewer are left than the shop wants to know of. */
  readonly low?: boolean | undefined;
}

/** A product with its stock, sold now or not. */
export interface ProductListRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly productClass: string;
  readonly active: boolean;
  readonly backorderable: boolean;
  readonly onHand: number;
  readonly held: number;
  readonly available: number;
  readonly lowAt: number | null;
  readonly isLow: boolean;
  readonly createdAt: string;
}

const PRODUCTS: ListPlan<ProductFilter, ProductListRow> = {
  table: 'products',
  alias: 'p',
  // The primary key: a shop has thousands of products, not millions, and they are looked up by name.
  order: [{ column: 'id', type: 'text' }],
  id: { column: 'id', type: 'text' },
  rest: ({ text, active, low }) => [
    text ? sql`(p.name ilike ${containing(text)} or p.id ilike ${containing(text)})` : undefined,
    active === undefined ? undefined : sql`p.active = ${active}`,
    low === undefined
      ? undefined
      : sql`exists (select from stock s where s.product_id = p.id and s.on_hand - s.held <= s.low_at) = ${low}`,
  ],
  columns: sql`
    p.id, p.name, p.description, p.price_minor as "priceMinor", p.currency, p.product_class as "productClass", p.active,
    p.backorderable, coalesce(s.on_hand, 0) as "onHand", coalesce(s.held, 0) as held,
    coalesce(s.on_hand - s.held, 0) as available, s.low_at as "lowAt",
    coalesce(s.on_hand - s.held <= s.low_at, false) as "isLow", ${isoTime('p.created_at')} as "createdAt"`,
  joins: sql`left join stock s on s.product_id = p.id`,
};

/** Products with their stock, in the order of their ids from the last. */
@Injectable()
export class ProductList extends NewestFirst<ProductFilter, ProductListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, PRODUCTS);
  }
}
