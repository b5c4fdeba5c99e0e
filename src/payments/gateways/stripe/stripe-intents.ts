import type { Stripe } from 'stripe';
import type { AttemptRef, ChargeRequest } from '../gateway.port.js';
import { callStripe } from './stripe-calls.js';
import { readIntentId } from './stripe-outcome.js';

/** With the charge comes its balance transaction: the `transactionId` of the contract. */
const EXPAND = ['latest_charge'];
/** Intents made since the attempt, newest first; an attempt's own is among the first few hundred or nowhere. */
const LIST_PAGE = 100;
const LIST_PAGES = 10;
/** Clocks of ours and of the gateway may differ by this much. */
const CLOCK_SKEW_SECONDS = 600;

/** The calls about payment intents, each under the attempt's own key. Throws what the SDK throws. */
export class StripeIntents {
  constructor(
    private readonly stripe: Stripe,
    private readonly callMs: number,
  ) {}

  /** The id of the attempt's intent. Nothing is charged before it is confirmed. */
  async create(attempt: AttemptRef, deadline: Date): Promise<string> {
    const intent = await this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.create(
        {
          amount: attempt.amount.amountMinor,
          currency: attempt.amount.currency.toLowerCase(),
          allowed_payment_method_types: ['card'],
          capture_method: 'automatic',
          metadata: { attempt_id: attempt.attemptId, order: attempt.orderNumber },
        },
        { idempotencyKey: `${attempt.attemptId}:create`, timeout },
      ),
    );
    const intentId = readIntentId(intent);
    if (!intentId) throw new Error('odd answer to create');
    return intentId;
  }

  confirm(intentId: string, request: ChargeRequest): Promise<Stripe.PaymentIntent> {
    return this.call(request.deadline, (timeout) =>
      this.stripe.paymentIntents.confirm(
        intentId,
        { payment_method: request.token, return_url: request.returnUrl, expand: EXPAND },
        { idempotencyKey: `${request.attemptId}:confirm`, timeout },
      ),
    );
  }

  cancel(intentId: string, attempt: AttemptRef, deadline: Date): Promise<Stripe.PaymentIntent> {
    return this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.cancel(
        intentId,
        { expand: EXPAND },
        { idempotencyKey: `${attempt.attemptId}:cancel`, timeout },
      ),
    );
  }

  retrieve(intentId: string, deadline: Date): Promise<Stripe.PaymentIntent> {
    return this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.retrieve(intentId, { expand: EXPAND }, { timeout }),
    );
  }

  /** The attempt's intent: by id where it is known, else by listing since creation, never by search, which lags. */
  async find(attempt: AttemptRef, deadline: Date): Promise<Stripe.PaymentIntent | undefined> {
    if (attempt.intentId) return this.retrieve(attempt.intentId, deadline);
    const gte = Math.floor(attempt.createdAt.getTime() / 1000) - CLOCK_SKEW_SECONDS;
    let after: string | undefined;
    for (let page = 0; page < LIST_PAGES; page++) {
      const params = { created: { gte }, limit: LIST_PAGE, expand: ['data.latest_charge'] };
      const list = await this.call(deadline, (timeout) =>
        this.stripe.paymentIntents.list({ ...params, ...(after && { starting_after: after }) }, { timeout }),
      );
      const own = list.data.find((intent) => intent.metadata['attempt_id'] === attempt.attemptId);
      if (own || !list.has_more) return own;
      after = list.data.at(-1)?.id;
    }
    throw new Error('more intents than can be listed');
  }

  private call<T>(deadline: Date, call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return callStripe(deadline, this.callMs, call);
  }
}
