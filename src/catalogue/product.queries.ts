import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { toMajor } from '../shared/money.js';
import { fromCursor, toCursor } from '../shared/page-cursor.js';
import { DomainError } from '../shared/problem.js';
import { containing } from './containing.js';
import type { ListProductsDto, ProductDto, ProductListDto } from './product.dto.js';
import { isProductId } from './product-id.js';

interface ProductRow {
  id: string;
  name: string;
  description: string;
  price_minor: number;
  currency: string;
  available: number;
  backorderable: boolean;
}

/** What is sold now, with what is there now. */
const SOLD = sql`
  select p.id, p.name, p.description, p.price_minor, p.currency, coalesce(s.on_hand - s.held, 0) as available,
    p.backorderable
  from products p left join stock s on s.product_id = p.id
  where p.active`;

/** Outside a transaction, one statement each. */
@Injectable()
export class ProductQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** By name, then id. One row more than asked tells whether there is a next page. */
  async list({ query, limit, cursor }: ListProductsDto): Promise<ProductListDto> {
    const pattern = containing(query ?? '');
    const [afterName, afterId] = cursor === undefined ? [null, null] : fromCursor(cursor, 2);
    const { rows } = await sql<ProductRow>`
      ${SOLD} and (p.name ilike ${pattern} or p.description ilike ${pattern})
        and (${afterId}::text is null or (p.name, p.id) > (${afterName}, ${afterId}))
      order by p.name, p.id limit ${limit + 1}`.execute(this.uow.db);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      products: page.map(productOf),
      pageInfo: { nextCursor: last ? toCursor([last.name, last.id]) : null, hasMore: last !== undefined },
    };
  }

  /** 404 `product_not_found`, also for what is not sold any more. */
  async get(productId: string): Promise<ProductDto> {
    if (!isProductId(productId)) throw new DomainError('product_not_found');
    const { rows } = await sql<ProductRow>`${SOLD} and p.id = ${productId}`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('product_not_found');
    return productOf(rows[0]);
  }
}

function productOf(row: ProductRow): ProductDto {
  return {
    productId: row.id,
    productName: row.name,
    description: row.description,
    price: toMajor(row.price_minor, row.currency),
    currency: row.currency,
    available: row.available,
    backorderable: row.backorderable,
  };
}
