import { AMOUNT, anAttempt, anOrder, UNITS } from '../../../test/support/order-rows.js';
import type { Outcome } from '../../payments/index.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow, AttemptStatus, OrderRow } from '../order-row.js';
import { isOpen } from './attempt.js';
import { cancelEvent, planCancellation } from './cancellation.js';
import { ORDER_EVENTS, ORDER_STATUSES, orderStates } from './order-states.js';
import { decideSettlement } from './settlement.js';
import { planSettlement } from './settlement-plan.js';

const HOLDS = ['held', 'released', 'sold', 'returned'] as const;
const ATTEMPT_STATUSES: readonly AttemptStatus[] = [
  'started',
  'requires_action',
  'processing',
  'unknown',
  'succeeded',
  'failed',
];
const intentId = 'pi_1';
const OUTCOMES = {
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
type News = keyof typeof OUTCOMES;
const NEWS = Object.keys(OUTCOMES) as News[];
const ACTOR = { kind: 'gateway' } as const;

/** An order and everything around it that a plan can change: what the database is to the product. */
interface Books {
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

const A = 'attempt-a';
const B = 'attempt-b';

const booksOf = (order: OrderRow, attempts: readonly AttemptRow[], onHand = 5): Books => ({
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

function settle(books: Books, attemptId: string, news: News): Books {
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
function cancel(books: Books): Books {
  const actor = { kind: 'customer', id: books.order.customer_id } as const;
  const event = books.order.status === 'cancelled' ? undefined : cancelEvent(books.order, actor);
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
function expectSound(books: Books): void {
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

const essence = ({ order, attempts, refunds, stock, cartTaken, captured }: Books) => ({
  order,
  attempts,
  refunds: Object.values(refunds),
  stock,
  cartTaken,
  captured,
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

const everyState = ORDER_STATUSES.flatMap((status) =>
  HOLDS.flatMap((hold) => ATTEMPT_STATUSES.map((attemptStatus) => ({ status, hold, attemptStatus }))),
);

describe('a settlement, from every state', () => {
  const rowsOf = ({ status, hold, attemptStatus }: (typeof everyState)[number], paid: boolean) => ({
    order: anOrder({
      status,
      hold,
      paid_attempt_id: paid ? 'another' : null,
      cancel_reason: status === 'cancelled' ? 'customer_request' : null,
    }),
    attempt: anAttempt({
      id: A,
      status: attemptStatus,
      failure_reason: attemptStatus === 'failed' ? 'card_declined' : null,
    }),
  });
  const walk = everyState.flatMap((state) =>
    NEWS.flatMap((news) =>
      [false, true].flatMap((paid) =>
        [false, true].map((stockIsGone) => ({ ...state, news, paid, stockIsGone })),
      ),
    ),
  );
  const context = {
    actor: ACTOR,
    newId: '01900000-0000-7000-8000-0000000000ff',
    waitingRefundId: null,
    deadlineSeconds: 15,
  };

  const steps = walk.map((step) => {
    const { order, attempt } = rowsOf(step, step.paid);
    const outcome = OUTCOMES[step.news];
    const settlement = decideSettlement(order, attempt, outcome, step.stockIsGone);
    const plan = planSettlement(settlement, order, attempt, outcome, context);
    return { step, order, attempt, outcome, settlement, plan, after: { ...attempt, ...plan?.attempt } };
  });
  type Step = (typeof steps)[number];

  const isFinal = ({ outcome, settlement }: Step) =>
    (outcome.kind === 'succeeded' || outcome.kind === 'failed') && settlement.kind !== 'mismatch';
  const isPaidNow = ({ step, attempt }: Step) => step.news === 'succeeded' && attempt.status !== 'succeeded';
  const goesBack = ({ plan }: Step) => plan?.newRefund?.amountMinor ?? 0;
  /** An order that is further than pending has been paid; another one the database refuses. */
  const isReal = ({ step, order }: Step) => ['pending', 'cancelled'].includes(order.status) || step.paid;

  it.each<[string, (step: Step) => boolean]>([
    [
      'moves an order only along the status table',
      (each) => {
        const to = each.plan?.order?.status;
        const ways = ORDER_EVENTS.map((event) => orderStates.after(each.order.status, event));
        return !isReal(each) || to === undefined || ways.includes(to);
      },
    ],
    [
      'moves no units and no money before it is decided',
      (each) => isFinal(each) || !(each.plan?.stock ?? each.plan?.newRefund ?? each.plan?.transfers),
    ],
    [
      'changes nothing that is final',
      ({ attempt, outcome, plan }) =>
        !plan ||
        (attempt.status !== 'succeeded' && (attempt.status !== 'failed' || outcome.kind === 'succeeded')),
    ],
    [
      'asks a person about another amount or currency',
      ({ step, settlement }) =>
        !step.news.startsWith('other') || ['nothing', 'mismatch'].includes(settlement.kind),
    ],
    ['books what was captured', (each) => !isPaidNow(each) || each.after.captured_minor === AMOUNT],
    [
      'takes money for the order or gives all of it back',
      (each) =>
        !isPaidNow(each) || goesBack(each) === (each.plan?.order?.status === 'confirmed' ? 0 : AMOUNT),
    ],
    [
      'gives money back that a cancelled or paid order cannot take',
      (each) =>
        !isPaidNow(each) ||
        (each.order.status !== 'cancelled' && !each.step.paid) ||
        goesBack(each) === AMOUNT,
    ],
    [
      'is done once: the same news again is nothing',
      ({ order, plan, outcome, after }) =>
        !plan || decideSettlement({ ...order, ...plan.order }, after, outcome).kind === 'nothing',
    ],
    [
      'leaves the payment status of a paid order to the payment that paid it',
      ({ step, plan }) => !step.paid || plan?.order?.payment_status === undefined,
    ],
    [
      'writes what the database accepts: only a failed attempt has a reason',
      ({ after }) => (after.status === 'failed') === (after.failure_reason !== null),
    ],
  ])('%s', (_, holds) => {
    expect(steps).toHaveLength(6 * 4 * 6 * 7 * 4);
    expect(steps.filter((each) => !holds(each)).map(({ step }) => step)).toEqual([]);
  });
});

describe('news of one payment', () => {
  const starts: Record<string, () => Books> = {
    'waits, its units held': () => booksOf(anOrder(), [anAttempt({ id: A })]),
    'was cancelled before it was decided': () =>
      cancel(booksOf(anOrder(), [anAttempt({ id: A, status: 'unknown' })])),
    'was paid by another payment': () => ({
      ...booksOf(anOrder({ status: 'confirmed', payment_status: 'paid', hold: 'sold', paid_attempt_id: B }), [
        anAttempt({ id: A }),
        anAttempt({ id: B, status: 'succeeded', captured_minor: AMOUNT }),
      ]),
      captured: { [B]: AMOUNT },
    }),
  };
  const stories: readonly News[][] = [
    ['succeeded', 'succeeded', 'unknown', 'requiresAction', 'processing'],
    ['failed', 'failed', 'unknown', 'requiresAction', 'processing'],
    ['failed', 'succeeded', 'unknown', 'succeeded', 'failed'],
    ['succeeded', 'otherAmount', 'unknown', 'processing'],
  ];

  describe.each(Object.entries(starts))('for an order that %s', (_, start) => {
    it.each(stories.map((story) => [story.join(', '), story] as const))(
      '%s: every order of it ends the same',
      (__, story) => {
        const ends = permutations(story).map((news) =>
          news.reduce((books, each) => {
            const after = settle(books, A, each);
            expectSound(after);
            return after;
          }, start()),
        );
        expect([...new Set(ends.map((end) => JSON.stringify(comparable(end), null, 1)))]).toHaveLength(1);
        const confirmations = ends.map(
          (end) => end.events.filter((type) => type === 'order.confirmed').length,
        );
        expect(Math.max(...confirmations)).toBeLessThanOrEqual(1);
      },
    );
  });

  /** Without what tells only how often one was asked to do something, and under which ids. */
  function comparable(books: Books) {
    const { order, attempts, refunds, ...rest } = essence(books);
    const { cart_cleared: _, ...sameOrder } = order;
    return {
      ...rest,
      order: sameOrder,
      // That a refund was once not required tells which news came first, and moves no money.
      refunds: refunds.filter((refund) => refund.status !== 'not_required'),
      attempts: Object.values(attempts).map(({ failure_code: __, next_action: ___, ...attempt }) => attempt),
      cartTaken: 0,
    };
  }

  it('a cart is left once, whenever the payment went on elsewhere', () => {
    for (const news of permutations<News>(['requiresAction', 'unknown', 'succeeded'])) {
      const end = news.reduce(
        (books, each) => settle(books, A, each),
        booksOf(anOrder(), [anAttempt({ id: A })]),
      );
      expect(end.cartTaken).toBe(1);
    }
  });
});

describe('payments and a cancellation of one order, in any order', () => {
  type Step = 'cancel' | readonly [attempt: string, news: News];
  const run = (steps: readonly Step[], start: Books): Books =>
    steps.reduce((books, step) => {
      const after = step === 'cancel' ? cancel(books) : settle(books, step[0], step[1]);
      expectSound(after);
      return after;
    }, start);
  const twoAttempts = () =>
    booksOf(anOrder(), [
      anAttempt({ id: A, status: 'failed', failure_reason: 'card_declined' }),
      anAttempt({ id: B, status: 'started' }),
    ]);

  it.each<[string, readonly Step[]]>([
    ['one success', [[A, 'succeeded'], 'cancel', 'cancel', [A, 'succeeded'], [A, 'unknown']]],
    ['one failure', [[A, 'failed'], 'cancel', [A, 'failed'], [A, 'unknown']]],
    ['a challenge and a success', [[A, 'requiresAction'], 'cancel', [A, 'succeeded'], [A, 'processing']]],
  ])('%s', (_, steps) => {
    for (const order of permutations(steps)) {
      const end = run(order, booksOf(anOrder(), [anAttempt({ id: A })]));
      expectAllGivenBack(end);
    }
  });

  it.each<[string, readonly Step[]]>([
    ['a late success beside a failure', [[A, 'succeeded'], [B, 'unknown'], [B, 'failed'], 'cancel']],
    ['a late success beside another', [[A, 'succeeded'], [B, 'unknown'], [B, 'succeeded'], 'cancel']],
    ['a late success beside a challenge', [[A, 'succeeded'], [B, 'requiresAction'], [B, 'failed'], 'cancel']],
  ])('%s', (_, steps) => {
    for (const order of permutations(steps)) expectAllGivenBack(run(order, twoAttempts()));
  });

  it.each<[string, readonly Step[]]>([
    [
      'a late success beside a failure',
      [
        [A, 'succeeded'],
        [B, 'unknown'],
        [B, 'failed'],
        [B, 'processing'],
      ],
    ],
    [
      'a late success beside another',
      [
        [A, 'succeeded'],
        [B, 'unknown'],
        [B, 'succeeded'],
        [A, 'failed'],
      ],
    ],
  ])('%s, and nobody cancels: the order is confirmed, and one payment pays it', (_, steps) => {
    for (const order of permutations(steps)) {
      const end = run(order, twoAttempts());
      expect(end.order).toMatchObject({ status: 'confirmed', payment_status: 'paid', hold: 'sold' });
      const kept = Object.values(end.attempts).reduce(
        (sum, each) => sum + each.captured_minor - each.refunded_minor,
        0,
      );
      expect(kept).toBe(AMOUNT);
    }
  });

  it('a success whose units are gone cancels the order and gives the money back', () => {
    const start = booksOf(anOrder({ hold: 'released' }), [
      anAttempt({ id: A, status: 'failed', failure_reason: 'card_declined' }),
    ]);
    const end = settle({ ...start, stock: { onHand: 1, held: 0 } }, A, 'succeeded');
    expect(end.order).toMatchObject({ status: 'cancelled', cancel_reason: 'out_of_stock', hold: 'released' });
    expect(Object.values(end.refunds)).toEqual([
      { attemptId: A, amountMinor: AMOUNT, status: 'pending', sent: true },
    ]);
    expect(end.stock).toEqual({ onHand: 1, held: 0 });
  });

  function expectAllGivenBack({ order, attempts, refunds, stock }: Books): void {
    expect(order).toMatchObject({ status: 'cancelled', hold: expect.stringMatching(/released|returned/) });
    expect(stock).toEqual({ onHand: 5, held: 0 });
    for (const attempt of Object.values(attempts))
      expect(attempt.refunded_minor).toBe(attempt.captured_minor);
    // No refund waits for a payment that is decided.
    for (const refund of Object.values(refunds))
      expect(refund.status === 'not_required' || refund.sent).toBe(true);
  }
});

describe('a payment of what the order no longer costs', () => {
  const adjusted = anOrder({
    total_minor: 11_001,
    tax_minor: 880,
    grand_total_minor: 12_880,
    hold: 'released',
  });
  const closed = anAttempt({ status: 'failed', failure_reason: 'abandoned' });
  const late = {
    kind: 'succeeded',
    intentId: 'pi_1',
    transactionId: 'txn_1',
    amountMinor: AMOUNT,
    currency: 'USD',
    card: null,
    fee: null,
  } as const;

  it('goes back; it does not confirm the order', () => {
    expect(decideSettlement(adjusted, closed, late)).toEqual({ kind: 'refund', why: 'adjusted' });
    expect(decideSettlement(anOrder({ hold: 'released' }), closed, late)).toMatchObject({ kind: 'confirm' });
  });

  it('goes back for the reason that comes first', () => {
    const cancelled = { ...adjusted, status: 'cancelled', cancel_reason: 'admin' } as const;
    expect(decideSettlement(cancelled, closed, late)).toEqual({ kind: 'refund', why: 'cancelled' });
  });
});
