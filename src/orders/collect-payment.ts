import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { FAILURE_REASONS, Payments, type PaymentSource } from '../payments/index.js';
import type { Actor } from '../shared/actor.js';
import { assertNever, invariant } from '../shared/assert.js';
import { DomainError } from '../shared/problem.js';
import { gatewayAttempt } from './gateway-attempt.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { type Settled, SettlePayment } from './settle-payment.use-case.js';

/** How long a client should wait before it asks again about an undecided payment. */
export const RETRY_AFTER_SECONDS = 5;

/** Takes the money of a committed attempt and settles what came of it. No transaction is open meanwhile. */
@Injectable()
export class CollectPayment {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly payments: Payments,
    private readonly settlePayment: SettlePayment,
  ) {}

  /** Why card data do not open: 400 `card_data_unreadable`, `card_key_expired`. Asked outside any transaction. */
  checkSource(source: PaymentSource): Promise<DomainError | undefined> {
    return this.payments.checkSource(source);
  }

  async run(order: OrderRow, attempt: AttemptRow, source: PaymentSource, actor: Actor): Promise<Settled> {
    // Our own clock only bounds our own waiting; the row's deadline is the database's.
    const deadline = new Date(Date.now() + this.config.ATTEMPT_DEADLINE_SECONDS * 1000);
    const outcome = await this.payments.charge(gatewayAttempt(order, attempt), source, deadline);
    const settled = await this.settlePayment.run(attempt.id, outcome, actor);
    invariant(settled, 'an attempt that was committed is there');
    return settled;
  }
}

/** Nothing new is started while a payment of the order is undecided. */
export const outcomePending = (order: OrderRow): DomainError =>
  new DomainError('payment_outcome_pending', {
    orderId: order.number,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

/** The payment that is done or waits for the customer; throws the refusal that anything else means for the caller. */
export function underWay(settled: Settled): Settled {
  refuseUnlessUnderWay(settled);
  return settled;
}

function refuseUnlessUnderWay({ order, attempt }: Settled): void {
  const orderId = order.number;
  switch (attempt.status) {
    case 'succeeded':
      if (order.status !== 'cancelled') return;
      throw new DomainError('order_not_payable', { orderId, reason: order.cancel_reason });
    case 'requires_action':
    case 'processing':
      return;
    case 'started':
    case 'unknown':
      throw new DomainError('payment_service_unavailable', {
        orderId,
        retryable: true,
        outcome: 'unknown',
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    case 'failed':
      throw failureOf(order, attempt);
    default:
      assertNever(attempt.status);
  }
}

function failureOf(order: OrderRow, attempt: AttemptRow): DomainError {
  const orderId = order.number;
  const reason = attempt.failure_reason ?? 'card_declined';
  if (reason === 'invalid_payment_method') return new DomainError('invalid_payment_method', { orderId });
  if (reason === 'not_attempted') {
    return new DomainError('payment_service_unavailable', {
      orderId,
      retryable: true,
      outcome: 'not_attempted',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  return new DomainError('payment_failed', { orderId, reason: FAILURE_REASONS[reason] });
}
