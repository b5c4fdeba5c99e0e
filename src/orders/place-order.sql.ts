import { sql, type RawBuilder } from 'kysely';
import { insertAudit } from '../audit/index.js';
import { moveStock } from '../catalogue/index.js';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { units } from '../shared/database/units.js';
import { insertEvents } from '../shared/events/event.js';
import { type Claim, insertClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import type { Traces } from './order-plan.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { inOneStatement, orderJson, unitsOf } from './order-row.sql.js';

/** What placing an order is decided on. Read under the cart's lock, so nothing of one customer's moves meanwhile. */
export interface PlacingFacts {
  /** The customer's `personal` column. */
  readonly customer: { readonly email: string; readonly name?: string | null };
  readonly cartVersion: number | null;
  readonly lines: readonly WantedLine[];
  /** The order that this very cart has made and that is not cancelled, with its open attempt. */
  readonly tied: { readonly order: OrderRow; readonly openAttempt: AttemptRow | null } | null;
  readonly pendingOrders: number;
  /** The order that emptied the cart, where it was less than 10 minutes ago and the cart is untouched since. */
  readonly emptiedBy: OrderRow | null;
  readonly now: string;
}

export interface WantedLine {
  readonly productId: string;
  readonly quantity: number;
  /** Null for a product that does not exist. */
  readonly productName: string | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly active: boolean;
  readonly available: number;
}

/**
 * The first lock of the one order of locks: cart, order, attempt, stock. A customer who has no cart yet stands in for
 * it, so that what is decided on their other orders holds for them too.
 */
export async function lockCart(tx: Transaction, customerId: string): Promise<void> {
  await sql`
    with cart as materialized (select 1 from carts where customer_id = ${customerId} for update)
    select 1 from users where id = ${customerId} and not exists (select from cart) for no key update`.execute(
    tx.db,
  );
}

/** Reads everything that placing needs in one statement. `items` replace the cart. */
export async function readPlacingFacts(
  db: Db,
  customerId: string,
  items: readonly { productId: string; quantity: number }[] | undefined,
): Promise<PlacingFacts> {
  const wanted: RawBuilder<unknown> = items
    ? sql`select i."productId" as product_id, i.quantity, i.position as added
          from jsonb_to_recordset(${JSON.stringify(items.map((item, position) => ({ ...item, position })))}::jsonb)
            as i("productId" text, quantity int, position int)`
    : sql`select product_id, quantity, row_number() over (order by added_at, product_id) as added
          from cart_lines where customer_id = ${customerId}`;
  const { rows } = await sql<PlacingFacts>`
    select u.personal as customer,
      c.version as "cartVersion",
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'productId', w.product_id, 'quantity', w.quantity, 'productName', p.name,
          'priceMinor', coalesce(p.price_minor, 0), 'currency', coalesce(p.currency, ''),
          'active', coalesce(p.active, false), 'available', coalesce(s.on_hand - s.held, 0)) order by w.added)
        from (${wanted}) w left join products p on p.id = w.product_id left join stock s on s.product_id = p.id
      ), '[]') as lines,
      (select jsonb_build_object('order', ${orderJson('o')}, 'openAttempt',
          (select to_jsonb(a) from payment_attempts a where a.order_id = o.id and a.status not in ('succeeded', 'failed')))
        from orders o
        where o.customer_id = u.id and o.cart_version = c.version and o.status <> 'cancelled') as tied,
      (select count(*)::int from orders o where o.customer_id = u.id and o.status = 'pending') as "pendingOrders",
      (select ${orderJson('o')} from orders o
        where o.id = c.emptied_by_order_id and o.status <> 'cancelled'
          and c.emptied_at > now() - interval '10 minutes') as "emptiedBy",
      now() as now
    from users u left join carts c on c.customer_id = u.id where u.id = ${customerId}`.execute(db);
  if (!rows[0]) throw new DomainError('unauthorized');
  return rows[0];
}

/** An attempt as it is first written: committed before the gateway hears of it. */
export interface NewAttempt {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly gateway: string;
  readonly method: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly returnUrl: string | null;
  readonly deadlineSeconds: number;
}

export function insertAttempt(attempt: NewAttempt): RawBuilder<unknown> {
  const deadline = sql`now() + make_interval(secs => ${attempt.deadlineSeconds})`;
  return sql`
    insert into payment_attempts (id, order_id, customer_id, gateway, method, amount_minor, currency, status,
      return_url, captured_minor, refunded_minor, deadline_at, next_check_at)
    values (${attempt.id}, ${attempt.orderId}, ${attempt.customerId}, ${attempt.gateway}, ${attempt.method},
      ${attempt.amountMinor}, ${attempt.currency}, 'started', ${attempt.returnUrl}, 0, 0, ${deadline}, ${deadline})`;
}

export interface NewOrder {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly cartVersion: number | null;
  readonly clearsCart: boolean;
  readonly paymentStatus: 'unpaid' | 'pending';
  readonly paymentMethod: string | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly grandTotalMinor: number;
  readonly destinationKey: string;
  readonly personal: string;
  readonly windowMinutes: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly product_id: string;
    readonly product_name: string;
    readonly quantity: number;
    readonly price_minor: number;
    readonly subtotal_minor: number;
  }[];
}

export interface Written {
  readonly moved: number;
  readonly claimed: boolean;
  readonly now: string;
  readonly expiresAt: string | null;
  readonly deadlineAt: string | null;
}

/**
 * Writes the whole order in one round trip: hold, order, lines, attempt, cart, claim, events, audit. The caller rolls
 * back where `moved` is less than the lines: something is short. 409 `request_in_progress` where another request has
 * the idempotency key.
 */
export async function writeOrder(
  tx: Transaction,
  order: NewOrder,
  attempt: NewAttempt | null,
  claim: Claim | undefined,
  traces: Traces,
): Promise<Written> {
  const lines = JSON.stringify(order.lines);
  const window = sql`now() + make_interval(mins => ${order.windowMinutes})`;
  const ctes: [string, RawBuilder<unknown>][] = [
    [
      'moved',
      moveStock(
        'hold',
        sql`select * from ${units(order.lines.map(({ product_id: productId, quantity }) => ({ productId, quantity })))} as w(product_id, quantity)`,
      ),
    ],
    [
      'placed',
      sql`insert into orders (id, number, customer_id, cart_version, cart_cleared, status, payment_status, hold,
            payment_method, currency, total_minor, shipping_minor, tax_minor, grand_total_minor, destination_key,
            personal, expires_at)
          values (${order.id}, ${order.number}, ${order.customerId}, ${order.cartVersion}, ${order.clearsCart}, 'pending',
            ${order.paymentStatus}, 'held', ${order.paymentMethod}, ${order.currency}, ${order.totalMinor},
            ${order.shippingMinor}, ${order.taxMinor}, ${order.grandTotalMinor}, ${order.destinationKey},
            ${order.personal}::jsonb, ${window})`,
    ],
    [
      'lined',
      sql`insert into order_lines (order_id, customer_id, line_no, product_id, product_name, quantity, price_minor, subtotal_minor)
          select ${order.id}, ${order.customerId}, l.*
          from jsonb_to_recordset(${lines}::jsonb) as l(line_no int, product_id text, product_name text, quantity int,
            price_minor bigint, subtotal_minor bigint)`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  if (attempt) ctes.push(['attempted', insertAttempt(attempt)]);
  if (order.clearsCart) ctes.push(...emptyCart(order.customerId, order.id));
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt: window, attempt });
}

/** Opens a further attempt for an order: its hold is taken again where a failure had released it. */
export async function writeAttempt(
  tx: Transaction,
  order: OrderRow,
  attempt: NewAttempt,
  claim: Claim | undefined,
  traces: Traces,
): Promise<Written> {
  const ctes: [string, RawBuilder<unknown>][] = [
    ['moved', order.hold === 'held' ? alreadyHeld(order.id) : moveStock('hold', unitsOf(order.id))],
    ['attempted', insertAttempt(attempt)],
    [
      'ordered',
      sql`update orders set hold = 'held', payment_status = 'pending', payment_method = ${attempt.method},
            updated_at = now() where id = ${order.id}`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt: sql`null::timestamptz`, attempt });
}

const alreadyHeld = (orderId: string): RawBuilder<unknown> => unitsOf(orderId);

/** Flow 3 and payments that finish later take the cart's lines at once; the cart remembers which order did. */
function emptyCart(customerId: string, orderId: string): [string, RawBuilder<unknown>][] {
  return [
    ['cleared', sql`delete from cart_lines where customer_id = ${customerId}`],
    [
      'emptied',
      sql`update carts set version = version + 1, emptied_by_order_id = ${orderId}, emptied_at = now(), updated_at = now()
          where customer_id = ${customerId}`,
    ],
  ];
}

interface Writing {
  readonly claim: Claim | undefined;
  readonly orderId: string;
  readonly expiresAt: RawBuilder<unknown>;
  readonly attempt: NewAttempt | null;
}

async function runWriting(
  tx: Transaction,
  ctes: [string, RawBuilder<unknown>][],
  writing: Writing,
): Promise<Written> {
  const { claim, orderId, expiresAt, attempt } = writing;
  const claims = claim !== undefined && claim.resumes === undefined;
  if (claims) ctes.push(['claim', insertClaim(claim, orderId)]);
  const deadlineAt = attempt
    ? sql`now() + make_interval(secs => ${attempt.deadlineSeconds})`
    : sql`null::timestamptz`;
  const { rows } = await inOneStatement<Written>(
    ctes,
    sql`select (select count(*)::int from moved) as moved, ${claims ? sql`exists (select 1 from claim)` : sql`true`} as claimed,
          now() as now, ${expiresAt} as "expiresAt", ${deadlineAt} as "deadlineAt"`,
  ).execute(tx.db);
  const written = rows[0]!;
  if (!written.claimed) throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
  return written;
}
