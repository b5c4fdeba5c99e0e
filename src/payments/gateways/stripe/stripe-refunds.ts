import { Stripe } from 'stripe';
import type { RefundOutcome } from '../../outcome.js';
import type { RefundRequest } from '../gateway.port.js';
import { callStripe, causeOf, withId } from './stripe-calls.js';
import { refundOutcomeOf } from './stripe-outcome.js';

/** Refunds of one intent; nobody splits a payment into more. */
const LIST_LIMIT = 100;

/** Sends refunds under their own keys, and asks for one before it is sent a second time. */
export class StripeRefunds {
  constructor(
    private readonly stripe: Stripe,
    private readonly callMs: number,
  ) {}

  async send(request: RefundRequest, deadline: Date): Promise<RefundOutcome> {
    try {
      const known = request.sentBefore ? await this.find(request, deadline) : undefined;
      return refundOutcomeOf(known ?? (await this.create(request, deadline)));
    } catch (error) {
      const refused = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400;
      return refused
        ? { kind: 'failed', code: causeOf(error), gatewayRefundId: null }
        : { kind: 'unknown', cause: causeOf(error) };
    }
  }

  async retrieve(gatewayRefundId: string, deadline: Date): Promise<Stripe.Refund> {
    return callStripe(deadline, this.callMs, (timeout) =>
      withId(gatewayRefundId, this.stripe.refunds.retrieve(gatewayRefundId, {}, { timeout })),
    );
  }

  private create(request: RefundRequest, deadline: Date): Promise<Stripe.Refund> {
    const { refundId, intentId, amount } = request;
    return callStripe(deadline, this.callMs, (timeout) =>
      this.stripe.refunds.create(
        { payment_intent: intentId, amount: amount.amountMinor, metadata: { refund_id: refundId } },
        { idempotencyKey: `${refundId}:refund`, timeout },
      ),
    );
  }

  private async find(
    { intentId, refundId }: RefundRequest,
    deadline: Date,
  ): Promise<Stripe.Refund | undefined> {
    const list = await callStripe(deadline, this.callMs, (timeout) =>
      this.stripe.refunds.list({ payment_intent: intentId, limit: LIST_LIMIT }, { timeout }),
    );
    return list.data.find((refund) => refund.metadata?.['refund_id'] === refundId);
  }
}
