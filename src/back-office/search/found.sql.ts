import { sql, type RawBuilder } from 'kysely';
import { isoTime } from '../../shared/lists/list-plan.js';

/** Of each kind, at most. */
export const MOST_OF_A_KIND = 20;
/** Of one name or amount so many are put in order of time. */
export const MOST_CHOSEN = 500;

/** What a look-up finds, before it is said in words. */
export interface Found {
  readonly kind:
    | 'order'
    | 'customer'
    | 'payment'
    | 'refund'
    | 'parcel'
    | 'invoice'
    | 'product'
    | 'return'
    | 'dispute'
    | 'mail'
    | 'event'
    | 'delivery'
    | 'endpoint'
    | 'intervention';
  readonly id: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
  readonly personal: { readonly email: string; readonly name: string | null } | null;
  readonly at: string;
}

/** A query of the ids that are to be told of. */
export type Keys = RawBuilder<unknown>;

export const most = sql.lit(MOST_OF_A_KIND);

export const orders = (keys: Keys) => sql`
  select 'order' as kind, o.id::text as id, jsonb_build_object('number', o.number, 'status', o.status,
      'amountMinor', o.grand_total_minor, 'currency', o.currency) as facts,
    jsonb_build_object('email', o.personal -> 'email', 'name', o.personal -> 'name') as personal,
    ${isoTime('o.created_at')} as at
  from (${keys}) k join orders o on o.id = k.id`;

export const customers = (keys: Keys) => sql`
  select 'customer', u.id::text, jsonb_build_object('kind', case when u.password_hash is null then 'guest' else 'account' end),
    u.personal, ${isoTime('u.created_at')}
  from (${keys}) k join users u on u.id = k.id and u.role = 'customer'`;

export const payments = (keys: Keys) => sql`
  select 'payment', a.id::text, jsonb_build_object('number', o.number, 'status', a.status, 'method', a.method,
      'last4', a.card ->> 'last4', 'amountMinor', a.amount_minor, 'currency', a.currency), null::jsonb,
    ${isoTime('a.created_at')}
  from (${keys}) k join payment_attempts a on a.id = k.id join orders o on o.id = a.order_id`;

export const refunds = (keys: Keys) => sql`
  select 'refund', r.id::text, jsonb_build_object('number', o.number, 'status', r.status, 'amountMinor', r.amount_minor,
      'currency', r.currency), null::jsonb, ${isoTime('r.created_at')}
  from (${keys}) k join refunds r on r.id = k.id join orders o on o.id = r.order_id`;

export const parcels = (keys: Keys) => sql`
  select 'parcel', p.id::text, jsonb_build_object('number', o.number, 'carrier', p.carrier, 'trackingNumber', p.tracking_number,
      'status', case when p.delivered_at is null then 'shipped' else 'delivered' end), null::jsonb, ${isoTime('p.shipped_at')}
  from (${keys}) k join parcels p on p.id = k.id join orders o on o.id = p.order_id`;

export const documents = (keys: Keys) => sql`
  select 'invoice', d.id::text, jsonb_build_object('number', d.number, 'kind', d.kind, 'order', o.number,
      'amountMinor', d.amount_minor, 'currency', d.currency), null::jsonb, ${isoTime('d.issued_at')}
  from (${keys}) k join invoices d on d.id = k.id join orders o on o.id = d.order_id`;

/** A shop has thousands of products: their names are read through. */
export const products = (text: string) => sql`
  select 'product', p.id, jsonb_build_object('name', p.name, 'active', p.active, 'amountMinor', p.price_minor,
      'currency', p.currency, 'available', coalesce(s.on_hand - s.held, 0)), null::jsonb, ${isoTime('p.created_at')}
  from (select * from products where id = ${text} or strpos(lower(name), lower(${text})) > 0 or strpos(id, ${text}) > 0
    order by id <> ${text}, name limit ${most}) p left join stock s on s.product_id = p.id`;

export const withKey = (table: string, where: RawBuilder<unknown>) =>
  sql`(select id from ${sql.table(table)} where ${where} limit ${most})`;

/** People under an address, an index for accounts and one for guests, the newest first. */
export const peopleAt = (key: string) => sql`
  (select id from users where email_key = ${key} and password_hash is not null)
  union all (select id from (select id from users where email_key = ${key} and password_hash is null limit ${sql.lit(MOST_CHOSEN)}) g
    order by id desc limit ${most})`;

export const ordersOf = (people: Keys) => sql`
  select l.id from (${people}) p cross join lateral (
    select id, created_at from orders where customer_id = p.id order by created_at desc, id desc limit ${most}) l
  order by l.created_at desc, l.id desc limit ${most}`;
