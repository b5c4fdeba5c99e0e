import { sql, type RawBuilder } from 'kysely';
import { assertNever } from '../../shared/assert.js';
import { isoTime } from '../../shared/lists/list-plan.js';
import type { Wish } from './wishes.js';

/** Of each kind, at most. */
export const MOST_OF_A_KIND = 20;
/** Of one name or amount so many are put in order of time. */
const MOST_CHOSEN = 500;

/** What a look-up finds, before it is said in words. */
export interface Found {
  readonly kind: 'order' | 'customer' | 'payment' | 'refund' | 'parcel' | 'invoice' | 'product';
  readonly id: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
  readonly personal: { readonly email: string; readonly name: string | null } | null;
  readonly at: string;
}

type Keys = RawBuilder<unknown>;

const most = sql.lit(MOST_OF_A_KIND);

const orders = (keys: Keys) => sql`
  select 'order' as kind, o.id::text as id, jsonb_build_object('number', o.number, 'status', o.status,
      'amountMinor', o.grand_total_minor, 'currency', o.currency) as facts,
    jsonb_build_object('email', o.personal -> 'email', 'name', o.personal -> 'name') as personal,
    ${isoTime('o.created_at')} as at
  from (${keys}) k join orders o on o.id = k.id`;

const customers = (keys: Keys) => sql`
  select 'customer', u.id::text, jsonb_build_object('kind', case when u.password_hash is null then 'guest' else 'account' end),
    u.personal, ${isoTime('u.created_at')}
  from (${keys}) k join users u on u.id = k.id and u.role = 'customer'`;

const payments = (keys: Keys) => sql`
  select 'payment', a.id::text, jsonb_build_object('number', o.number, 'status', a.status, 'method', a.method,
      'last4', a.card ->> 'last4', 'amountMinor', a.amount_minor, 'currency', a.currency), null::jsonb,
    ${isoTime('a.created_at')}
  from (${keys}) k join payment_attempts a on a.id = k.id join orders o on o.id = a.order_id`;

const refunds = (keys: Keys) => sql`
  select 'refund', r.id::text, jsonb_build_object('number', o.number, 'status', r.status, 'amountMinor', r.amount_minor,
      'currency', r.currency), null::jsonb, ${isoTime('r.created_at')}
  from (${keys}) k join refunds r on r.id = k.id join orders o on o.id = r.order_id`;

const parcels = (key: string) => sql`
  select 'parcel', p.id::text, jsonb_build_object('number', o.number, 'carrier', p.carrier, 'trackingNumber', p.tracking_number,
      'status', case when p.delivered_at is null then 'shipped' else 'delivered' end), null::jsonb, ${isoTime('p.shipped_at')}
  from (select * from parcels where tracking_key(tracking_number) = ${key} order by shipped_at desc limit ${most}) p
    join orders o on o.id = p.order_id`;

const documents = (number: string) => sql`
  select 'invoice', d.id::text, jsonb_build_object('number', d.number, 'kind', d.kind, 'order', o.number,
      'amountMinor', d.amount_minor, 'currency', d.currency), null::jsonb, ${isoTime('d.issued_at')}
  from invoices d join orders o on o.id = d.order_id where d.number = ${number}`;

/** A shop has thousands of products: their names are read through. */
const products = (text: string) => sql`
  select 'product', p.id, jsonb_build_object('name', p.name, 'active', p.active, 'amountMinor', p.price_minor,
      'currency', p.currency, 'available', coalesce(s.on_hand - s.held, 0)), null::jsonb, ${isoTime('p.created_at')}
  from (select * from products where id = ${text} or strpos(lower(name), lower(${text})) > 0 or strpos(id, ${text}) > 0
    order by id <> ${text}, name limit ${most}) p left join stock s on s.product_id = p.id`;

const withKey = (table: string, where: RawBuilder<unknown>) =>
  sql`(select id from ${sql.table(table)} where ${where} limit ${most})`;

/** People under an address, an index for accounts and one for guests, the newest first. */
const peopleAt = (key: string) => sql`
  (select id from users where email_key = ${key} and password_hash is not null)
  union all (select id from (select id from users where email_key = ${key} and password_hash is null limit ${sql.lit(MOST_CHOSEN)}) g
    order by id desc limit ${most})`;

const ordersOf = (people: Keys) => sql`
  select l.id from (${people}) p cross join lateral (
    select id, created_at from orders where customer_id = p.id order by created_at desc, id desc limit ${most}) l
  order by l.created_at desc, l.id desc limit ${most}`;

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
    case 'id': {
      const is = sql`id = ${wish.id}::uuid`;
      if (wish.of === 'refund') return [refunds(withKey('refunds', is))];
      if (wish.of === 'customer') return [customers(withKey('users', is))];
      return [
        orders(withKey('orders', is)),
        payments(withKey('payment_attempts', is)),
        refunds(withKey('refunds', is)),
        customers(withKey('users', is)),
      ];
    }
    case 'tracking':
      return [parcels(wish.key)];
    case 'document':
      return [documents(wish.number)];
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
