import { sql, type RawBuilder } from 'kysely';
import { insertAudit } from '../audit/index.js';
import { moveStock } from '../catalogue/index.js';
import type { PaymentMethodName } from '../payments/index.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { units } from '../shared/database/units.js';
import { insertEvents } from '../shared/events/event.js';
import { type Claim, insertClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import type { Traces } from './order-plan.js';
import type { OrderRow } from './order-row.js';
import { inOneStatement, unitsOf } from './order-row.sql.js';

/** An attempt as it is first written: committed before the gateway hears of it. */
export interface NewAttempt {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly gateway: string;
  readonly method: PaymentMethodName;
  readonly capturesLater: boolean;
  readonly amountMinor: number;
  readonly currency: string;
  readonly returnUrl: string | null;
  readonly deadlineSeconds: number;
}

export function insertAttempt(attempt: NewAttempt): RawBuilder<unknown> {
  const deadline = sql`now() + make_interval(secs => ${attempt.deadlineSeconds})`;
  return sql`
    insert into payment_attempts (id, order_id, customer_id, gateway, method, captures_later, amount_minor, currency, status,
      return_url, captured_minor, refunded_minor, deadline_at, next_check_at)
    values (${attempt.id}, ${attempt.orderId}, ${attempt.customerId}, ${attempt.gateway}, ${attempt.method},
      ${attempt.capturesLater}, ${attempt.amountMinor}, ${attempt.currency}, 'started', ${attempt.returnUrl}, 0, 0, ${deadline}, ${deadline})`;
}

export interface NewOrder {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly cartVersion: number | null;
  readonly clearsCart: boolean;
  readonly paymentStatus: 'unpaid' | 'pending';
  readonly paymentMethod: PaymentMethodName | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly taxes: OrderRow['taxes'];
  readonly shippingTaxClass: string | null;
  readonly grandTotalMinor: number;
  readonly destinationKey: string;
  readonly personal: string;
  readonly windowMinutes: number;
  readonly lines: readonly {
    readonly line_no: number;
    readonly product_id: string;
    readonly product_name: string;
    readonly product_class: string;
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
            payment_method, currency, total_minor, shipping_minor, tax_minor, taxes, shipping_tax_class, grand_total_minor,
            destination_key, personal, expires_at)
          values (${order.id}, ${order.number}, ${order.customerId}, ${order.cartVersion}, ${order.clearsCart}, 'pending',
            ${order.paymentStatus}, 'held', ${order.paymentMethod}, ${order.currency}, ${order.totalMinor},
            ${order.shippingMinor}, ${order.taxMinor}, ${JSON.stringify(order.taxes)}::jsonb, ${order.shippingTaxClass},
            ${order.grandTotalMinor}, ${order.destinationKey}, ${order.personal}::jsonb, ${window})`,
    ],
    [
      'lined',
      sql`insert into order_lines (order_id, customer_id, line_no, product_id, product_name, product_class, quantity,
            price_minor, subtotal_minor)
          select ${order.id}, ${order.customerId}, l.*
          from jsonb_to_recordset(${lines}::jsonb) as l(line_no int, product_id text, product_name text,
            product_class text, quantity int,            price_minor bigint, subtotal_minor bigint)`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  if (attempt) ctes.push(['attempted', insertAttempt(attempt)]);
  if (order.clearsCart) ctes.push(...emptyCart(order.customerId, order.id));
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt: window, attempt });
}

/** Opens a further attempt for an order: its hold is taken again where a failure had released it; its window is at least the method's. */
export async function writeAttempt(
  tx: Transaction,
  order: OrderRow,
  attempt: NewAttempt,
  windowMinutes: number,
  claim: Claim | undefined,
  traces: Traces,
): Promise<Written> {
  const expiresAt = sql`greatest(${order.expires_at}::timestamptz, now() + make_interval(mins => ${windowMinutes}))`;
  const ctes: [string, RawBuilder<unknown>][] = [
    ['moved', order.hold === 'held' ? unitsOf(order.id) : moveStock('hold', unitsOf(order.id))],
    ['attempted', insertAttempt(attempt)],
    [
      'ordered',
      sql`update orders set hold = 'held', payment_status = 'pending', payment_method = ${attempt.method},
            expires_at = ${expiresAt}, updated_at = now() where id = ${order.id}`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt, attempt });
}

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
