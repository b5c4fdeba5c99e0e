import { sql, type RawBuilder } from 'kysely';
import { assertNever } from '../../shared/assert.js';
import { withId } from './by-id.sql.js';
import {
  customers,
  documents,
  most,
  MOST_CHOSEN,
  orders,
  ordersOf,
  parcels,
  payments,
  peopleAt,
  products,
  refunds,
  withKey,
} from './found.sql.js';
import type { Wish } from './wishes.js';

const newest = (table: string, where: RawBuilder<unknown>) => sql`
  select id from (select id from ${sql.table(table)} where ${where} limit ${sql.lit(MOST_CHOSEN)}) c
  order by id desc limit ${most}`;

/** What can be what is wished, each by an index. */
export function lookUps(wish: Wish): RawBuilder<unknown>[] {
  switch (wish.kind) {
    case 'order_number':
      return [orders(withKey('orders', sql`number = ${wish.number}`))];
    case 'email':
      return [customers(peopleAt(wish.key)), orders(ordersOf(peopleAt(wish.key)))];
    case 'name':
      return [
        customers(sql`select id from users where name_key = ${wish.key} order by id desc limit ${most}`),
        orders(
          sql`select id from orders where name_key = ${wish.key} order by created_at desc, id desc limit ${most}`,
        ),
      ];
    case 'product':
      return [products(wish.text)];
    case 'gateway_id':
      return [
        payments(
          sql`${withKey('payment_attempts', sql`intent_id = ${wish.id}`)} union
            ${withKey('payment_attempts', sql`transaction_id = ${wish.id}`)}`,
        ),
        refunds(withKey('refunds', sql`gateway_refund_id = ${wish.id}`)),
      ];
    case 'id':
      return withId(wish.id, wish.of);
    case 'tracking':
      return [
        parcels(
          sql`select id from parcels where tracking_key(tracking_number) = ${wish.key} order by shipped_at desc limit ${most}`,
        ),
      ];
    case 'document':
      return [documents(withKey('invoices', sql`number = ${wish.number}`))];
    case 'card':
      return [
        payments(
          newest(
            'payment_attempts',
            sql`card is not null and card ->> 'last4' = ${wish.last4} and amount_minor = any(${[...wish.amountsMinor]}::bigint[])`,
          ),
        ),
      ];
    default:
      return assertNever(wish);
  }
}
