import { AMOUNT, UNITS } from './order-rows.js';
import type { Outcome } from '../../src/payments/index.js';
import type { OrderPlan } from '../../src/orders/order-plan.js';
import type { AttemptRow, AttemptStatus, OrderRow } from '../../src/orders/order-row.js';
import { isOpen } from '../../src/orders/domain/attempt.js';
import { cancelEvent, planCancellation } from '../../src/orders/domain/cancellation.js';
import { decideSettlement } from '../../src/orders/domain/settlement.js';
import { planSettlement } from '../../src/orders/domain/settlement-plan.js';

export const HOLDS = ['held', 'released', 'sold', 'returned'] as const;
export const ATTEMPT_STATUSES: readonly AttemptStatus[] = [
  'started',
  'requires_action',
  'processing',
  'unknown',
  'succeeded',
  'failed',
];
export const intentId = 'pi_1';
export const OUTCOMES = {
  succeeded: {
    kind: 'succeeded',
    intentId,
    transactionId: 'txn_1',
    amountMinor: AMOUNT,
    currency: 'USD',
    card: null,
    fee: null,
  },
  otherAmount: {
    kind: 'succeeded',
    intentId,
    transactionId: 'txn_1',
    amountMinor: 1,
    currency: 'USD',
    card: null,
    fee: null,
  },
  otherCurrency: {
    kind: 'succeeded',
    intentId,
    transactionId: 'txn_1',
    amountMinor: AMOUNT,
    currency: 'EUR',
    card: null,
    fee: null,
  },
  failed: { kind: 'failed', reason: 'card_declined', code: 'generic_decline', intentId },
  requiresAction: {
    kind: 'requires_action',
    intentId,
    nextAction: { type: 'redirect', url: 'https://bank.example' },
  },
  processing: { kind: 'processing', intentId },
  unknown: { kind: 'unknown', cause: 'timeout', intentId: null },
} as const satisfies Record<string, Outcome>;
export type News = keyof typeof OUTCOMES;
export const NEWS = Object.keys(OUTCOMES) as News[];
export const ACTOR = { kind: 'gateway' } as const;

/** An order and everything around it that a plan can change: what the database is to the product. */
export interface Books {
  readonly order: OrderRow;
  readonly attempts: Readonly<Record<string, AttemptRow>>;
  readonly refunds: Readonly<
    Record<string, { attemptId: string; amountMinor: number; status: string; sent: boolean }>
  >;
  readonly stock: { readonly onHand: number; readonly held: number };
  readonly cartTaken: number;
  /** Captured, as the ledger has it, by attempt. */
  readonly captured: Readonly<Record<string, number>>;
  readonly events: readonly string[];
}

export const A = 'attempt-a';
export const B = 'attempt-b';

export const booksOf = (order: OrderRow, attempts: readonly AttemptRow[], onHand = 5): Books => ({
  order,
  attempts: Object.fromEntries(attempts.map((attempt) => [attempt.id, attempt])),
  refunds: {},
  stock: { onHand: onHand - (order.hold === 'sold' ? UNITS : 0), held: order.hold === 'held' ? UNITS : 0 },
  cartTaken: 0,
  captured: {},
  events: [],
});

function at<T>(table: Readonly<Record<string, T>>, id: string): T {
  const row = table[id];
  if (row === undefined) throw new Error(`there is no ${id}`);
  return row;
}

const STOCK_MOVES = {
  hold: [0, 1],
  release: [0, -1],
  sell_held: [-1, -1],
  sell_available: [-1, 0],
  restock: [1, 0],
} as const;
type OrderMove = keyof typeof STOCK_MOVES;

/** Writes a plan as `settle.sql.ts` does; `undefined` where units are not there. */
function written(books: Books, plan: OrderPlan, attemptId: string): Books | undefined {
  const [onHand, held] = plan.stock ? STOCK_MOVES[plan.stock.move as OrderMove] : [0, 0];
  const stock = { onHand: books.stock.onHand + onHand * UNITS, held: books.stock.held + held * UNITS };
  if (stock.onHand < stock.held) return undefined;
  const { newRefund, refund } = plan;
  const refunds = { ...books.refunds };
  if (newRefund) {
    const { attemptId: of, amountMinor, send } = newRefund;
    refunds[newRefund.id] = { attemptId: of, amountMinor, status: 'pending', sent: send !== 'waits' };
  }
  if (refund) {
    const before = at(refunds, refund.id);
    refunds[refund.id] = {
      ...before,
      status: refund.status ?? before.status,
      sent: before.sent || refund.send === 'now',
    };
  }
  return {
    order: { ...books.order, ...plan.order },
    attempts: plan.attempt
      ? { ...books.attempts, [attemptId]: { ...at(books.attempts, attemptId), ...plan.attempt } }
      : books.attempts,
    refunds,
    stock,
    cartTaken: books.cartTaken + (plan.cart === 'take' ? 1 : 0),
    captured: (plan.transfers ?? []).reduce(
      (sums, { reference, amountMinor }) => ({ ...sums, [reference]: (sums[reference] ?? 0) + amountMinor }),
      books.captured,
    ),
    events: [...books.events, ...plan.traces.events.map((event) => event.type)],
  };
}

let refundIds = 0;

export function settle(books: Books, attemptId: string, news: News): Books {
  const once = (stockIsGone: boolean): Books | undefined => {
    const attempt = at(books.attempts, attemptId);
    const outcome = OUTCOMES[news];
    const waiting = Object.entries(books.refunds).find(
      ([, refund]) => refund.attemptId === attemptId && refund.status === 'pending',
    );
    const plan = planSettlement(
      decideSettlement(books.order, attempt, outcome, stockIsGone),
      books.order,
      attempt,
      outcome,
      {
        actor: ACTOR,
        newId: `01900000-0000-7000-8000-${String(++refundIds).padStart(12, '0')}`,
        waitingRefundId: books.order.status === 'cancelled' ? (waiting?.[0] ?? null) : null,
        deadlineSeconds: 15,
      },
    );
    return plan ? written(books, plan, attemptId) : books;
  };
  return once(false) ?? once(true)!;
}

/** A customer cancels, with an open attempt that could not be closed. */
export function cancel(books: Books): Books {
  const actor = { kind: 'customer', id: books.order.customer_id } as const;
  const event = books.order.status === 'cancelled' ? undefined : cancelEvent(books.order, { actor });
  if (!event) return books;
  const undecided = Object.values(books.attempts).find(isOpen) ?? null;
  const paid = books.attempts[books.order.paid_attempt_id ?? ''] ?? null;
  const plan = planCancellation(books.order, undecided, paid, [], {
    event,
    reason: 'customer_request',
    note: null,
    actor,
    clearedCart: null,
    refundId: `01900000-0000-7000-8000-${String(++refundIds).padStart(12, '0')}`,
    releaseId: null,
    returnId: null,
    deadlineSeconds: 15,
  });
  return written(books, plan, paid?.id ?? 'nobody')!;
}

/** Thousands of steps are looked at: an `expect` for each takes seconds. */
function must(ok: boolean, what: string, where: unknown): void {
  if (!ok) throw new Error(`broken: ${what}\n${JSON.stringify(where, null, 2)}`);
}

/** What the database's own constraints refuse, and what no moment may show. */
export function expectSound(books: Books): void {
  const { order, stock, refunds } = books;
  must(stock.held === (order.hold === 'held' ? UNITS : 0), 'held units are those of the hold', books);
  must(stock.onHand === (order.hold === 'sold' ? 5 - UNITS : 5), 'sold units have left', books);
  must(
    (order.status === 'cancelled') === (order.cancel_reason !== null),
    'a cancelled order says why',
    books,
  );
  must(
    ['pending', 'cancelled'].includes(order.status) || order.paid_attempt_id !== null,
    'a confirmed order is paid',
    books,
  );
  must(order.status !== 'confirmed' || order.payment_status === 'paid', 'a confirmed order tells so', books);
  must(books.cartTaken <= 1, 'a cart is left once', books);
  for (const attempt of Object.values(books.attempts)) {
    must(
      (attempt.status === 'failed') === (attempt.failure_reason !== null),
      'a failure has a reason',
      books,
    );
    must(attempt.refunded_minor <= attempt.captured_minor, 'no more is refunded than was captured', books);
    must(
      (books.captured[attempt.id] ?? 0) === attempt.captured_minor,
      'the ledger tells what was captured',
      books,
    );
    const allocated = Object.values(refunds)
      .filter((refund) => refund.attemptId === attempt.id && refund.status === 'pending' && refund.sent)
      .reduce((sum, refund) => sum + refund.amountMinor, 0);
    const agrees = attempt.status !== 'succeeded' || attempt.refunded_minor === allocated;
    must(agrees, 'what is refunded has its refunds', books);
  }
}

export const essence = ({ order, attempts, refunds, stock, cartTaken, captured }: Books) => ({
  order,
  attempts,
  refunds: Object.values(refunds),
  stock,
  cartTaken,
  captured,
});

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
