import type { ClientBase } from 'pg';
import { LARGE_SHOP_ROWS, PEOPLE, PLANNED_LINES, PLANNED_ORDERS } from './large-shop.sql.ts';

export interface LargeShopSize {
  readonly orders: number;
  /** So many of them are one customer's, a tenth of these by guests whom they have claimed. */
  readonly ofOneCustomer: number;
}

export interface LargeShop {
  /** The customer with the most orders: nearly all delivered, five of them cancelled, two pending. */
  readonly regular: string;
  /** Some of those who have about ten orders each. */
  readonly others: readonly string[];
}

const ORDERS_PER_CUSTOMER = 10;
/** Of the regular customer. */
const CLAIMED_GUESTS = 20;
const PRODUCTS = 1_000;
const SAMPLE = 200;

/**
 * Two years of a shop, as the product itself would have written them: orders in every status with lines, attempts,
 * captures, refunds, disputes, ledger, parcels, stock movements, events and audit; people with carts. `verify` finds
 * nothing wrong with it, and no payment is young enough to be missed in a gateway's books of the last 30 days.
 *
 * Set-based, in one transaction, into a database that is migrated; statistics are fresh afterwards. A superuser's rows
 * are not checked against foreign keys, which takes half the time; everybody else's are.
 */
export async function growLargeShop(
  db: ClientBase,
  { orders, ofOneCustomer }: LargeShopSize,
): Promise<LargeShop> {
  const people = Math.max(1, Math.floor(orders / ORDERS_PER_CUSTOMER));
  const numbers = { orders, everyNth: Math.floor(orders / ofOneCustomer), guests: CLAIMED_GUESTS, people };
  const { rows } = await db.query<{ superuser: boolean }>(
    `select rolsuper as superuser from pg_roles where rolname = current_user`,
  );
  await db.query('begin');
  try {
    await db.query(`set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'`);
    if (rows[0]!.superuser) await db.query('set local session_replication_role = replica');
    const indexes = await takeIndexesDown(db);
    for (const statement of [
      PEOPLE(numbers),
      PLANNED_LINES({ ...numbers, products: PRODUCTS }),
      PLANNED_ORDERS(numbers),
      ...LARGE_SHOP_ROWS,
      ...indexes,
    ])
      await db.query(statement);
    const { rows: sample } = await db.query<{ id: string }>(
      `select distinct customer_id as id from shop_orders join shop_people using (k)
       where k > ${CLAIMED_GUESTS} and not is_guest and n <= ${10 * SAMPLE} limit ${SAMPLE}`,
    );
    const { rows: regular } = await db.query<{ id: string }>('select id from shop_people where k = 0');
    await db.query('commit');
    await db.query('vacuum analyze');
    return { regular: regular[0]!.id, others: sample.map(({ id }) => id) };
  } catch (error) {
    await db.query('rollback');
    throw error;
  }
}

/** Drops every index that carries no constraint; returns what builds them again, faster than row by row. */
async function takeIndexesDown(db: ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index join pg_class on pg_class.oid = indrelid
     where relnamespace = 'public'::regnamespace and not indisunique
       and not exists (select from pg_constraint where conindid = indexrelid)`,
  );
  for (const { name } of rows) await db.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}
