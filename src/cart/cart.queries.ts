import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import type { Db } from '../shared/database/unit-of-work.js';
import type { CartDto } from './cart.dto.js';
import { type CartLine, tellCart } from './domain/cart.js';

/** A cart without lines is one row without a product. */
type CartRow = { version: number } & (CartLine | { [key in keyof CartLine]: null });

@Injectable()
export class CartQueries {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The cart as it is now, in one statement; inside a transaction or outside. Who never had one has version 0. */
  async readCart(db: Db, customerId: string): Promise<CartDto> {
    const { rows } = await sql<CartRow>`
      select c.version, l.product_id as "productId", l.quantity, p.name as "productName", p.price_minor as "priceMinor",
        p.currency, p.active as sold, p.backorderable, case when p.active then coalesce(s.on_hand - s.held, 0) else 0 end as available
      from carts c
        left join cart_lines l on l.customer_id = c.customer_id
        left join products p on p.id = l.product_id
        left join stock s on s.product_id = l.product_id
      where c.customer_id = ${customerId}
      order by l.added_at, l.product_id`.execute(db);
    const lines = rows.filter((row): row is CartLine & { version: number } => row.productId !== null);
    return tellCart(lines, rows[0]?.version ?? 0, this.config.CURRENCY);
  }
}
