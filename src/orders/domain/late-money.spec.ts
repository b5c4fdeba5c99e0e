import { anAttempt, anOrder } from '../../../test/support/order-rows.js';
import { publicId } from '../../shared/ids.js';
import { lateMoneyBack } from './late-money.js';
import { ORDER_STATUSES } from './order-states.js';

const refundId = '01900000-0000-7000-8000-0000000000ff';
const context = { actor: { kind: 'gateway' }, refundId, deadlineSeconds: 15 } as const;

describe('money that comes late', () => {
  it('goes back, by the worker, where the order was cancelled', () => {
    expect(lateMoneyBack(anOrder({ status: 'cancelled' }), anAttempt(), 500, context)).toEqual({
      row: {
        id: refundId,
        attemptId: anAttempt().id,
        amountMinor: 500,
        reason: 'cancelled',
        lines: null,
        send: 'now',
        deadlineSeconds: 15,
      },
      told: [
        'refund.requested',
        { amountMinor: 500, currency: 'USD', refundId: publicId('ref', refundId), reason: 'cancelled' },
      ],
    });
  });

  it.each(ORDER_STATUSES.filter((status) => status !== 'cancelled'))('stays where it is %s', (status) =>
    expect(lateMoneyBack(anOrder({ status }), anAttempt(), 500, context)).toBeUndefined(),
  );

  it('needs no refund where there is none', () =>
    expect(lateMoneyBack(anOrder({ status: 'cancelled' }), anAttempt(), 0, context)).toBeUndefined());
});
