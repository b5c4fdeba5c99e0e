import { AMOUNT, anAttempt, anOrder } from '../../../test/support/order-rows.js';
import type { Outcome } from '../../payments/index.js';
import type { AttemptStatus } from '../order-row.js';
import { ORDER_STATUSES } from './order-states.js';
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
const EITHER = [false, true] as const;
const SINCE = '2026-11-23T02:45:10Z';
const intentId = 'pi_1';
const authorized = {
  kind: 'authorized',
  intentId,
  transactionId: 'txn_1',
  amountMinor: AMOUNT,
  currency: 'USD',
  card: null,
} as const;
const OUTCOMES = {
  authorized,
  authorizedOtherAmount: { ...authorized, amountMinor: 1 },
  succeeded: { ...authorized, kind: 'succeeded', fee: null },
  failed: { kind: 'failed', reason: 'card_declined', code: 'generic_decline', intentId },
  requiresAction: {
    kind: 'requires_action',
    intentId,
    nextAction: { type: 'redirect', url: 'https://bank.example' },
  },
  processing: { kind: 'processing', intentId },
  unknown: { kind: 'unknown', cause: 'timeout', intentId: null },
} as const satisfies Record<string, Outcome>;

const NEWS = Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[];

const walk = ORDER_STATUSES.flatMap((status) =>
  HOLDS.flatMap((hold) =>
    ATTEMPT_STATUSES.flatMap((attemptStatus) =>
      NEWS.flatMap((news) =>
        EITHER.flatMap((isCompleting) =>
          EITHER.flatMap((isPaid) =>
            EITHER.map((stockIsGone) => ({
              status,
              hold,
              attemptStatus,
              news,
              isCompleting,
              isPaid,
              stockIsGone,
            })),
          ),
        ),
      ),
    ),
  ),
);

const steps = walk.map((step) => {
  const { status, hold, attemptStatus, news, isCompleting, isPaid, stockIsGone } = step;
  const order = anOrder({ status, hold, paid_attempt_id: isPaid ? 'another' : null });
  const attempt = anAttempt({
    status: attemptStatus,
    completing_since: isCompleting ? SINCE : null,
    failure_reason: attemptStatus === 'failed' ? 'card_declined' : null,
  });
  const outcome = OUTCOMES[news];
  const settlement = decideSettlement(order, attempt, outcome, stockIsGone);
  const plan = planSettlement(settlement, order, attempt, outcome, {
    actor: { kind: 'gateway' },
    newId: '01900000-0000-7000-8000-0000000000ff',
    waitingRefundId: null,
    deadlineSeconds: 15,
  });
  return { step, order, attempt, outcome, settlement, plan, after: { ...attempt, ...plan?.attempt } };
});
type Step = (typeof steps)[number];

const isPromisedNow = ({ step, attempt }: Step) =>
  step.news === 'authorized' && attempt.status !== 'succeeded';
const isConfirmed = ({ plan }: Step) => plan?.order?.status === 'confirmed';
const isLetGo = ({ plan }: Step) => plan?.newCapture?.isLast === true && plan.newCapture.amountMinor === 0;

describe('a promise of money, and money that is being asked for, from every state', () => {
  it.each<[string, (step: Step) => boolean]>([
    [
      'books what was promised as promised, and nothing as taken',
      (each) =>
        !isPromisedNow(each) ||
        (each.after.authorized_minor === AMOUNT &&
          each.after.captured_minor === 0 &&
          each.plan?.transfers?.map(({ movement }) => movement).join() === 'authorized'),
    ],
    [
      'keeps the promise for the order or lets it go',
      (each) => !isPromisedNow(each) || isConfirmed(each) !== isLetGo(each),
    ],
    [
      'lets a promise go that a cancelled or paid order cannot take',
      (each) =>
        !isPromisedNow(each) || (each.order.status !== 'cancelled' && !each.step.isPaid) || isLetGo(each),
    ],
    [
      'tells that a confirmed order is authorised, and paid only when money was taken',
      (each) =>
        !isConfirmed(each) ||
        each.plan?.order?.payment_status === (each.outcome.kind === 'authorized' ? 'authorized' : 'paid'),
    ],
    [
      'gives nothing back of a promise: nothing was taken',
      ({ outcome, plan, after }) =>
        outcome.kind !== 'authorized' || (!plan?.newRefund && after.refunded_minor === 0),
    ],
    [
      'lets nothing go where money was taken',
      ({ outcome, plan }) => outcome.kind === 'authorized' || !plan?.newCapture,
    ],
    [
      'asks a person about a promise of another amount',
      ({ step, settlement }) =>
        step.news !== 'authorizedOtherAmount' || ['nothing', 'mismatch'].includes(settlement.kind),
    ],
    [
      'does not know any more what became of an attempt that was being completed',
      ({ step, settlement }) =>
        step.news !== 'unknown' ||
        !step.isCompleting ||
        !['requires_action', 'processing'].includes(step.attemptStatus) ||
        settlement.kind === 'unknown',
    ],
    [
      'ends the completing with whatever is known of it',
      ({ settlement, after }) =>
        !['confirm', 'refund', 'fail', 'wait'].includes(settlement.kind) || after.completing_since === null,
    ],
    [
      'is done once: the same news again is nothing',
      ({ order, plan, outcome, after }) =>
        !plan || decideSettlement({ ...order, ...plan.order }, after, outcome).kind === 'nothing',
    ],
  ])('%s', (_, holds) => {
    expect(steps).toHaveLength(6 * 4 * 6 * 7 * 8);
    expect(steps.filter((each) => !holds(each)).map(({ step }) => step)).toEqual([]);
  });
});
