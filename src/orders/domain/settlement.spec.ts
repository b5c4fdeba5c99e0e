import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import { ORDER_EVENTS, ORDER_STATUSES, orderStates } from './order-states.js';
import { decideSettlement } from './settlement.js';
import { planSettlement } from './settlement-plan.js';

import {
  A,
  ACTOR,
  ATTEMPT_STATUSES,
  B,
  type Books,
  booksOf,
  cancel,
  essence,
  expectSound,
  HOLDS,
  type News,
  NEWS,
  OUTCOMES,
  permutations,
  settle,
} from '../../../test/support/settlement-books.js';

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
