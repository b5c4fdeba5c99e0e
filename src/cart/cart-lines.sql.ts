import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { units } from '../shared/database/units.js';
import { MAX_QUANTITY } from './domain/limits.js';

/** Inside a transaction, all of them; each locks the cart row before it touches a line. */

/** A change of a line makes it another cart, which no order has emptied. */
const CHANGED = sql`version = carts.version + 1, emptied_by_order_id = null, emptied_at = null, updated_at = now()`;

/** The cart row, locked and changed, made where the customer has none; only where `change` has rows. */
const changedCart = (customerId: string, change: string) => sql`
  insert into carts (customer_id) select ${customerId}::uuid where exists (select from ${sql.ref(change)})
  on conflict (customer_id) do update set ${CHANGED} returning customer_id`;

export interface LineToAdd {
  readonly productId: string;
  readonly quantity: number;
}

/** What became of lines to add: which products are sold at all, and which lines were written. */
export interface Added {
  readonly sold: readonly string[];
  readonly written: readonly string[];
}

/**
 * Adds to what is there, in one statement: two at once both count, since the second waits for the cart row and
 * then adds to the line as the first left it. Beyond 999 of a product it writes 999, or nothing, as told. What nobody
 * asked for by name just now (`cap`) is left out where it is sold out.
 */
export async function addLines(
  tx: Transaction,
  customerId: string,
  lines: readonly LineToAdd[],
  beyondMaximum: 'cap' | 'refuse',
): Promise<Added> {
  const { rows } = await sql<Added>`
    with asked as (
      select a.product_id, least(sum(a.quantity), ${sql.lit(MAX_QUANTITY)})::int as quantity
      from ${units(lines)} as a(product_id, quantity) join products p on p.id = a.product_id and p.active
        left join stock s on s.product_id = p.id
      where ${beyondMaximum} = 'refuse' or s.on_hand > s.held
      group by 1
    ), cart as (${changedCart(customerId, 'asked')}), line as (
      insert into cart_lines as l (customer_id, product_id, quantity)
      select cart.customer_id, asked.product_id, asked.quantity from cart, asked order by asked.product_id
      on conflict (customer_id, product_id) do update
        set quantity = least(l.quantity + excluded.quantity, ${sql.lit(MAX_QUANTITY)})
        where ${beyondMaximum} = 'cap' or l.quantity + excluded.quantity <= ${sql.lit(MAX_QUANTITY)}
      returning product_id
    )
    select array(select product_id from asked) as sold, array(select product_id from line) as written`.execute(
    tx.db,
  );
  return rows[0]!;
}

/** Sets the quantity of a line, and makes the line where there is none; false where the product is not sold. */
export async function setLine(tx: Transaction, customerId: string, line: LineToAdd): Promise<boolean> {
  const { rows } = await sql<{ sold: boolean }>`
    with product as (select id from products where id = ${line.productId} and active),
    change as (
      select product.id from product
        left join cart_lines l on l.customer_id = ${customerId} and l.product_id = product.id
      where l.quantity is distinct from ${line.quantity}
    ), cart as (${changedCart(customerId, 'change')}), written as (
      insert into cart_lines (customer_id, product_id, quantity)
      select cart.customer_id, change.id, ${line.quantity} from cart, change
      on conflict (customer_id, product_id) do update set quantity = excluded.quantity
    )
    select exists (select from product) as sold`.execute(tx.db);
  return rows[0]!.sold;
}

/** Takes lines out: one, or all. A cart that holds none of them stays as it is, with its version. */
export async function removeLines(tx: Transaction, customerId: string, productId?: string): Promise<void> {
  const which = productId === undefined ? sql`true` : sql`l.product_id = ${productId}`;
  await sql`
    with cart as (
      update carts set ${CHANGED}
      where customer_id = ${customerId}
        and exists (select from cart_lines l where l.customer_id = ${customerId} and ${which})
      returning customer_id
    )
    delete from cart_lines l using cart where l.customer_id = cart.customer_id and ${which}`.execute(tx.db);
}
