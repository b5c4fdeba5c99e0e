/**
 * The statements of a large shop: three plans as temporary tables, then the product's own tables out of them. Rows are
 * written in the order of their orders, as time would have written them.
 */
interface Numbers {
  readonly orders: number;
  /** Each so many-th order is the regular customer's. */
  readonly everyNth: number;
  readonly guests: number;
  readonly people: number;
}

/** As `emailKey` and `nameKey` make them, of what is spelt plainly already. */
const digestOf = (text: string): string =>
  `rtrim(translate(encode(sha256(convert_to(${text}, 'UTF8')), 'base64'), '+/', '-_'), '=')`;

/** 0 is the regular customer, then come their claimed guests, then everybody else, every fifth a guest. */
export const PEOPLE = ({ guests, people }: Numbers): string => `
  create temp table shop_people on commit drop as
  select k, uuidv7(interval '-2 years') as id, k > 0 and (k <= ${guests} or k % 5 = 0) as is_guest,
    k between 1 and ${guests} as is_claimed
  from generate_series(0, ${guests + people}) k;
  alter table shop_people add primary key (k);
  analyze shop_people;
  insert into users (id, email_key, name_key, personal, password_hash, claimed_by, created_at)
  select id, ${digestOf(`'shop-' || k || '@example.com'`)}, ${digestOf(`'ada customer ' || k`)},
    jsonb_build_object('email', 'shop-' || k || '@example.com', 'name', 'Ada Customer ' || k),
    case when not is_guest then 'none' end, case when is_claimed then (select id from shop_people where k = 0) end,
    now() - interval '2 years'
  from shop_people order by k;`;

/** One to three lines of different products, so that units and prices are told before the orders are. */
export const PLANNED_LINES = ({ orders, products }: Numbers & { products: number }): string => `
  create temp table shop_products on commit drop as
  select p, 'prod_shop_' || lpad(p::text, 4, '0') as id, 'Product ' || p as name, 499 + p * 10 as price_minor
  from generate_series(0, ${products - 1}) p;
  insert into products (id, name, description, price_minor, currency)
  select id, name, '', price_minor, 'USD' from shop_products order by p;
  create temp table shop_lines on commit drop as
  select n, line_no, p.id as product_id, p.name as product_name, 1 + (n + line_no) % 3 as quantity, p.price_minor
  from generate_series(1, ${orders}) n cross join lateral generate_series(1, 1 + n % 3) line_no
    join shop_products p on p.p = (n * 7 + line_no * 13) % ${products};
  analyze shop_lines;`;

/** When, by whom and how each order ended. A step that shares no factor with the people spreads them evenly. */
export const PLANNED_ORDERS = ({ orders, everyNth, guests, people }: Numbers): string => `
  create temp table shop_orders on commit drop as
  with dealt as (
    select n, n / ${everyNth} as nth, n % ${everyNth} = 0 as is_regulars, (n::bigint * 48271 % 65537) % 100 as lot,
      ${orders} / ${everyNth} as regulars, ${orders} - n as newer
    from generate_series(1, ${orders}) n
  ), fated as (
    select n, is_regulars, lot,
      case when is_regulars and nth % 10 = 9 then 1 + nth / 10 % ${guests}
        when is_regulars then 0 else ${guests} + 1 + (n::bigint * 7919) % ${people} end as k,
      case when is_regulars then case
          when nth % greatest(regulars / 5, 1) = greatest(regulars / 10, 1) then 'returned'
          when nth > regulars - 2 then 'pending' when lot < 95 then 'delivered' else 'processing' end
        when newer < ${Math.floor(orders / 200)} then 'pending'
        when lot < 80 then 'delivered' when lot < 85 then 'shipped' when lot < 88 then 'processing'
        when lot < 93 then 'confirmed' when lot < 97 then 'expired' else 'returned' end as fate
    from dealt
  ), timed as (
    select *, fate not in ('pending', 'expired') as is_paid, fate in ('shipped', 'delivered') as is_sent,
      -- What has an attempt: who is pending has not begun to pay, and half of those who expired neither.
      fate <> 'pending' and (fate <> 'expired' or n % 2 = 0) as has_attempt,
      fate = 'delivered' and n % 100 = 7 as captures_later, fate = 'delivered' and n % 100 = 11 as is_partly_refunded,
      fate = 'delivered' and n % 200 = 13 as is_disputed,
      case when fate = 'pending' then now() - (${orders} - n) * interval '1 second'
        else now() - interval '40 days' - (${orders} - n) * (interval '700 days' / ${orders}) end as created_at
    from fated
  )
  select t.*, p.id as customer_id, uuidv7(t.created_at - now()) as id, uuidv7(t.created_at - now()) as attempt_id,
    uuidv7(t.created_at - now() + interval '1 day') as parcel_id, uuidv7(t.created_at - now() + interval '1 day') as capture_id,
    uuidv7(t.created_at - now() + interval '5 days') as refund_id, uuidv7(t.created_at - now() + interval '6 days') as dispute_id,
    'ORD-' || upper(left(md5(n::text), 3)) || lpad(n::text, 7, '0') as number, l.total_minor,
    round(l.total_minor * 0.08)::bigint as tax_minor, l.total_minor + 999 + round(l.total_minor * 0.08)::bigint as amount_minor,
    case when fate = 'returned' then l.total_minor + 999 + round(l.total_minor * 0.08)::bigint
      when is_partly_refunded then 500 end as refund_minor
  from timed t join shop_people p using (k)
    join (select n, sum(quantity * price_minor)::bigint as total_minor from shop_lines group by n) l using (n)
  order by n;
  alter table shop_orders add primary key (n);
  analyze shop_orders;`;

/** Nearly all at home, some next door, few far away. */
const COUNTRY = `case when n % 1000 = 1 then 'IS' when n % 10 = 2 then 'CA' else 'US' end`;
const ADDRESS = `jsonb_build_object('street', n || ' Main St', 'city', 'New York', 'state', 'NY', 'zipCode', '10001', 'country', ${COUNTRY})`;

const ORDERS = `
  insert into orders (id, number, customer_id, cart_version, cart_cleared, status, payment_status, hold, payment_method,
    currency, total_minor, shipping_minor, tax_minor, taxes, grand_total_minor, destination_key, country, name_key, personal,
    email_status,
    cancel_reason, paid_attempt_id, expires_at, created_at, updated_at)
  select id, number, customer_id, n, true, case when fate in ('expired', 'returned') then 'cancelled' else fate end,
    case when fate = 'returned' then 'refunded' when is_partly_refunded then 'partially_refunded' when is_paid then 'paid'
      when has_attempt then 'failed' else 'unpaid' end,
    case fate when 'pending' then 'held' when 'expired' then 'released' when 'returned' then 'returned' else 'sold' end,
    case when has_attempt then 'credit_card' end, 'USD', total_minor, 999, tax_minor,
    jsonb_build_array(jsonb_build_object('productClass', 'standard', 'name', 'Tax', 'basisPoints', 800,
      'taxableMinor', total_minor, 'taxMinor', tax_minor)),
    amount_minor, 'x3n1Q2mS1dT0aPZgB6tqkW4hY8uVfLrEoCj9iDsXcGM', ${COUNTRY}, ${digestOf(`'ada customer ' || k`)},
    jsonb_build_object('email', 'shop-' || k || '@example.com', 'name', 'Ada Customer ' || k,
      'shippingAddress', ${ADDRESS}, 'billingAddress', ${ADDRESS}),
    case when is_paid then 'sent' end,
    case fate when 'expired' then 'payment_expired' when 'returned' then 'customer_request' end,
    case when is_paid then attempt_id end, case when fate = 'pending' then now() + interval '7 days' end, created_at, created_at
  from shop_orders`;

const LINES = `
  insert into order_lines (order_id, line_no, customer_id, product_id, product_name, quantity, price_minor, subtotal_minor)
  select o.id, line_no, customer_id, product_id, product_name, quantity, price_minor, quantity * price_minor
  from shop_orders o join shop_lines l using (n) order by n`;

const ATTEMPTS = `
  insert into payment_attempts (id, order_id, customer_id, gateway, method, captures_later, amount_minor, currency, status,
    failure_reason, failure_code, intent_id, transaction_id, card, authorized_minor, captured_minor, refunded_minor,
    deadline_at, created_at, settled_at)
  select attempt_id, id, customer_id, 'stripe', 'credit_card', captures_later, amount_minor, 'USD',
    case when is_paid then 'succeeded' else 'failed' end, case when not is_paid then 'card_declined' end,
    case when not is_paid then 'generic_decline' end, 'pi_shop_' || n, case when is_paid then 'txn_shop_' || n end,
    '{"brand": "visa", "last4": "4242", "expiry": "12/34"}', case when captures_later then amount_minor else 0 end,
    case when is_paid then amount_minor else 0 end, coalesce(refund_minor, 0),
    created_at + interval '15 seconds', created_at, created_at + interval '1 second'
  from shop_orders where has_attempt`;

const PARCELS = `
  insert into parcels (id, order_id, customer_id, carrier, tracking_number, shipped_at, delivered_at)
  select parcel_id, id, customer_id, 'UPS', '1Z' || n, created_at + interval '1 day',
    case when fate = 'delivered' then created_at + interval '3 days' end
  from shop_orders where is_sent;
  insert into parcel_lines (parcel_id, order_id, line_no, quantity)
  select parcel_id, o.id, line_no, quantity from shop_orders o join shop_lines l using (n) where is_sent order by n`;

const MONEY_BACK = `
  insert into captures (id, order_id, customer_id, attempt_id, parcel_id, amount_minor, currency, is_last, status,
    gateway_capture_id, created_at, settled_at)
  select capture_id, id, customer_id, attempt_id, parcel_id, amount_minor, 'USD', true, 'succeeded', 'cap_shop_' || n,
    created_at + interval '1 day', created_at + interval '1 day'
  from shop_orders where captures_later;
  insert into refunds (id, order_id, customer_id, attempt_id, amount_minor, currency, status, reason, gateway_refund_id,
    deadline_at, created_at, settled_at)
  select refund_id, id, customer_id, attempt_id, refund_minor, 'USD', 'succeeded',
    case when fate = 'returned' then 'customer_request' else 'Arrived damaged' end, 're_shop_' || n,
    created_at + interval '5 days', created_at + interval '5 days', created_at + interval '5 days'
  from shop_orders where refund_minor is not null;
  insert into disputes (id, order_id, customer_id, attempt_id, gateway, gateway_dispute_id, status, reason, amount_minor,
    withdrawn_minor, currency, opened_at, closed_at)
  select dispute_id, id, customer_id, attempt_id, 'stripe', 'dp_shop_' || n, 'won', 'fraudulent', amount_minor, amount_minor,
    'USD', created_at + interval '6 days', created_at + interval '20 days'
  from shop_orders where is_disputed`;

/** What may happen to an order: a row of values, and when it does. Values are only made where it does. */
type Happening = readonly [values: string, where: string];
const happenings = (all: readonly Happening[]): string =>
  all.map(([values, where]) => `select ${values} where ${where}`).join(' union all ');

/** Movement, the account where the money is then and the one that it came from, what causes it, how much and when. */
const LEDGER = `
  insert into ledger_transfers (id, order_id, customer_id, movement, debit_account, credit_account, reference, amount_minor,
    currency, occurred_at)
  select uuidv7(o.created_at - now() + t.later), o.id, o.customer_id, t.movement, t.debit, t.credit, t.reference, t.minor, 'USD',
    o.created_at + t.later
  from shop_orders o cross join lateral (${happenings([
    [
      `'authorized', 'promised:stripe', 'customer:promises', attempt_id, amount_minor, interval '1 second'`,
      'captures_later',
    ],
    [
      `'authorization_used', 'customer:promises', 'promised:stripe', capture_id, amount_minor, interval '1 day'`,
      'captures_later',
    ],
    [
      `'captured', 'gateway:stripe', 'customer', case when captures_later then capture_id else attempt_id end, amount_minor,
        interval '1 second'`,
      'is_paid',
    ],
    [
      `'refunded', 'customer', 'gateway:stripe', refund_id, refund_minor, interval '5 days'`,
      'refund_minor > 0',
    ],
    [
      `'disputed', 'disputed:stripe', 'gateway:stripe', dispute_id, amount_minor, interval '6 days'`,
      'is_disputed',
    ],
    [
      `'dispute_won', 'gateway:stripe', 'disputed:stripe', dispute_id, amount_minor, interval '20 days'`,
      'is_disputed',
    ],
  ])}) t (movement, debit, credit, reference, minor, later)`;

/** Everything was received before the first order, and enough of it; `stock` is what the movements add up to. */
const STOCK = `
  insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, actor, occurred_at)
  select uuidv7(interval '-2 years'), id, 'received', 10000000, 0, 'system', now() - interval '2 years' from shop_products;
  insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, order_id, order_number, actor, occurred_at)
  select uuidv7(o.created_at - now() + m.later), l.product_id, m.kind, m.on_hand * l.quantity, m.held * l.quantity, o.id, o.number,
    'customer', o.created_at + m.later
  from shop_orders o join shop_lines l using (n) cross join lateral (${happenings([
    [`'held', 0, 1, interval '0'`, 'true'],
    [`'sold', -1, -1, interval '1 second'`, 'is_paid'],
    [`'released', 0, -1, interval '15 minutes'`, `fate = 'expired'`],
    [`'returned', 1, 0, interval '5 days'`, `fate = 'returned'`],
  ])}) m (kind, on_hand, held, later)
  order by n;
  insert into stock (product_id, on_hand, held)
  select product_id, sum(on_hand_delta), sum(held_delta) from stock_movements join shop_products p on p.id = product_id group by 1`;

const moved = (from: string, to: string): string => `jsonb_build_object('from', ${from}, 'to', '${to}')`;
const MONEY = `jsonb_build_object('attemptId', attempt_id, 'amountMinor', amount_minor, 'currency', 'USD')`;
const REFUND = `jsonb_build_object('refundId', refund_id, 'amountMinor', refund_minor, 'currency', 'USD')`;

const TIMELINES = `
  insert into events (id, type, order_id, customer_id, actor, data, occurred_at)
  select uuidv7(o.created_at - now() + e.later), e.type, o.id, o.customer_id, e.actor, e.data, o.created_at + e.later
  from shop_orders o cross join lateral (${happenings([
    [`'order.created', 'customer', ${moved('null', 'pending')} || ${MONEY}, interval '0'`, 'true'],
    [`'payment.started', 'customer', ${MONEY}, interval '1 millisecond'`, 'has_attempt'],
    [`'payment.succeeded', 'customer', ${MONEY}, interval '1 second'`, 'is_paid'],
    [`'payment.failed', 'customer', ${MONEY}, interval '1 second'`, 'has_attempt and not is_paid'],
    [
      `'order.confirmed', 'customer', ${moved(`'pending'`, 'confirmed')}, interval '1001 milliseconds'`,
      'is_paid',
    ],
    [
      `'order.processing', 'admin', ${moved(`'confirmed'`, 'processing')}, interval '1 hour'`,
      `is_sent or fate = 'processing'`,
    ],
    [`'parcel.shipped', 'admin', jsonb_build_object('parcelId', parcel_id), interval '1 day'`, 'is_sent'],
    [
      `'order.shipped', 'admin', ${moved(`'processing'`, 'shipped')}, interval '1 day 1 millisecond'`,
      'is_sent',
    ],
    [
      `'order.delivered', 'admin', ${moved(`'shipped'`, 'delivered')}, interval '3 days'`,
      `fate = 'delivered'`,
    ],
    [
      `'order.cancelled', 'system', ${moved(`'pending'`, 'cancelled')}, interval '15 minutes'`,
      `fate = 'expired'`,
    ],
    [
      `'order.cancelled', 'customer', ${moved(`'confirmed'`, 'cancelled')}, interval '5 days'`,
      `fate = 'returned'`,
    ],
    [`'refund.requested', 'customer', ${REFUND}, interval '5 days 1 millisecond'`, 'refund_minor > 0'],
    [`'refund.succeeded', 'system', ${REFUND}, interval '5 days 1 second'`, 'refund_minor > 0'],
  ])}) e (type, actor, data, later);
  insert into audit_log (id, action, outcome, actor_kind, actor_id, subject_kind, subject_id, facts, occurred_at)
  select uuidv7(created_at - now()), 'order.place', 'done', 'customer', customer_id, 'order', number, ${MONEY}, created_at
  from shop_orders`;

const MAILS = `
  insert into mails (event_id, template, order_id, customer_id, message_id, status, tries, last_error, queued_at, sent_at)
  select e.id, 'order-confirmed', e.order_id, e.customer_id, '<' || e.id || '@shop.example>', s.status, 1,
    case s.status when 'failed' then '550 no such user' end, e.occurred_at, case s.status when 'sent' then e.occurred_at end
  from events e cross join lateral (select case when e.position % 997 = 0 then 'failed' else 'sent' end as status) s
  where e.type = 'order.confirmed' order by e.position`;

const CARTS = `
  insert into carts (customer_id, version) select id, (select count(*) from shop_orders) + 1 from shop_people order by k;
  insert into cart_lines (customer_id, product_id, quantity)
  select u.id, p.id, 1 from shop_people u join shop_products p on p.p in (u.k % 500, 500 + u.k % 499) where u.k % 3 = 0`;

/** The product's own tables, each after those that it refers to. */
export const LARGE_SHOP_ROWS: readonly string[] = [
  ORDERS,
  LINES,
  ATTEMPTS,
  PARCELS,
  MONEY_BACK,
  LEDGER,
  STOCK,
  TIMELINES,
  MAILS,
  CARTS,
];
