import { sql, type RawBuilder } from 'kysely';
import { insertAudit } from '../audit/index.js';
import { takeFromCart } from '../cart/index.js';
import { moveStock } from '../catalogue/index.js';
import type { PaymentMethodName } from '../payments/index.js';
import { type Cte, inOneStatement } from '../shared/database/one-statement.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { insertEvents } from '../shared/events/event.js';
import { type Claim, writeClaim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import type { Traces } from './order-plan.js';
import { unitsAsked, unitsThere } from './domain/order-units.js';
import type { OrderLineRow, OrderRow, UnavailableItem } from './order-row.js';

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
  /** Where it goes, and the digest of whom it is for: what the shop's people look it up by. */
  readonly country: string;
  readonly nameKey: string | null;
  readonly personal: string;
  readonly locale: OrderRow['locale'];
  readonly windowMinutes: number;
  readonly unavailableItems: readonly UnavailableItem[] | null;
  readonly lines: readonly OrderLineRow[];
}

export interface Written {
  /** False where units are not all there: the caller rolls back. */
  readonly allThere: boolean;
  readonly claimed: boolean;
  readonly now: string;
  readonly expiresAt: string | null;
  readonly deadlineAt: string | null;
}

/**
 * Writes the whole order in one round trip: hold, order, lines, attempt, cart, claim, events, audit. 409
 * `request_in_progress` where another request has the idempotency key.
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
  const held = unitsThere(order);
  const ctes: Cte[] = [
    ...moveStock('hold', held, { actor: traces.audit.actor.kind, order }),
    [
      'placed',
      sql`insert into orders (id, number, customer_id, cart_version, cart_cleared, status, payment_status, hold,
            payment_method, currency, total_minor, shipping_minor, tax_minor, taxes, shipping_tax_class, grand_total_minor,
            destination_key, country, name_key, unavailable_items, personal, locale, expires_at)
          values (${order.id}, ${order.number}, ${order.customerId}, ${order.cartVersion}, ${order.clearsCart}, 'pending',
            ${order.paymentStatus}, 'held', ${order.paymentMethod}, ${order.currency}, ${order.totalMinor},
            ${order.shippingMinor}, ${order.taxMinor}, ${JSON.stringify(order.taxes)}::jsonb, ${order.shippingTaxClass},
            ${order.grandTotalMinor}, ${order.destinationKey}, ${order.country}, ${order.nameKey},
            ${order.unavailableItems && JSON.stringify(order.unavailableItems)}::jsonb, ${order.personal}::jsonb, ${order.locale}, ${window})`,
    ],
    [
      'lined',
      sql`insert into order_lines (order_id, customer_id, line_no, product_id, product_name, product_class, quantity,
            price_minor, subtotal_minor, backordered)
          select ${order.id}, ${order.customerId}, l.*
          from jsonb_to_recordset(${lines}::jsonb) as l(line_no int, product_id text, product_name text,
            product_class text, quantity int, price_minor bigint, subtotal_minor bigint, backordered int)`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  if (attempt) ctes.push(['attempted', insertAttempt(attempt)]);
  if (order.clearsCart) ctes.push(...takeFromCart(order.customerId, order.id, unitsAsked(order)));
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt: window, attempt, moves: held.length });
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
  const held = order.hold === 'held' ? [] : unitsThere(order);
  const ctes: Cte[] = [
    ...moveStock('hold', held, { actor: traces.audit.actor.kind, order }),
    ['attempted', insertAttempt(attempt)],
    [
      'ordered',
      sql`update orders set hold = 'held', payment_status = 'pending', payment_method = ${attempt.method},
            expires_at = ${expiresAt}, updated_at = now() where id = ${order.id}`,
    ],
    ['told', insertEvents(traces.events)],
    ['audited', insertAudit([traces.audit])],
  ];
  return runWriting(tx, ctes, { claim, orderId: order.id, expiresAt, attempt, moves: held.length });
}

interface Writing {
  readonly claim: Claim | undefined;
  readonly orderId: string;
  readonly expiresAt: RawBuilder<unknown>;
  readonly attempt: NewAttempt | null;
  /** How many products' stock has to move. */
  readonly moves: number;
}

async function runWriting(tx: Transaction, ctes: Cte[], writing: Writing): Promise<Written> {
  const { claim, orderId, expiresAt, attempt, moves } = writing;
  if (claim) ctes.push(['claim', writeClaim(claim, orderId, attempt?.id)]);
  const deadlineAt = attempt
    ? sql`now() + make_interval(secs => ${attempt.deadlineSeconds})`
    : sql`null::timestamptz`;
  const { rows } = await inOneStatement<Written>(
    ctes,
    sql`select (select count(*) from moved) = ${moves} as "allThere", ${claim ? sql`exists (select 1 from claim)` : sql`true`} as claimed,
          now() as now, ${expiresAt} as "expiresAt", ${deadlineAt} as "deadlineAt"`,
  ).execute(tx.db);
  const written = rows[0]!;
  if (!written.claimed) throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
  return written;
}
