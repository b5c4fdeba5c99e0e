import type { Stripe } from 'stripe';
import type { AttemptRef, CaptureRequest, ChargeRequest } from '../gateway.port.js';
import { callStripe, withId } from './stripe-calls.js';
import { confirmParams, createParams } from './stripe-methods.js';
import { readIntentId } from './stripe-outcome.js';

/** With the charge comes its balance transaction: the `transactionId` of the contract, and the fee. */
const EXPAND = ['latest_charge.balance_transaction'];
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
    const customer = attempt.method === 'bank_transfer' ? await this.customerOf(attempt, deadline) : null;
    const intent = await this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.create(createParams(attempt, customer), {
        idempotencyKey: `${attempt.attemptId}:create`,
        timeout,
      }),
    );
    const intentId = readIntentId(intent);
    if (!intentId) throw new Error('odd answer to create');
    return intentId;
  }

  confirm(intentId: string, request: ChargeRequest): Promise<Stripe.PaymentIntent> {
    return this.call(request.deadline, (timeout) =>
      this.stripe.paymentIntents.confirm(
        intentId,
        { ...confirmParams(request), expand: EXPAND },
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

  capture(intentId: string, request: CaptureRequest, deadline: Date): Promise<Stripe.PaymentIntent> {
    const { captureId, amount, isLast } = request;
    return this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.capture(
        intentId,
        { amount_to_capture: amount.amountMinor, final_capture: isLast, expand: EXPAND },
        { idempotencyKey: `${captureId}:capture`, timeout },
      ),
    );
  }

  retrieve(intentId: string, deadline: Date): Promise<Stripe.PaymentIntent> {
    return this.call(deadline, (timeout) =>
      withId(intentId, this.stripe.paymentIntents.retrieve(intentId, { expand: EXPAND }, { timeout })),
    );
  }

  /** The attempt's intent: by id where it is known, else by listing since creation, never by search, which lags. */
  async find(attempt: AttemptRef, deadline: Date): Promise<Stripe.PaymentIntent | undefined> {
    if (attempt.intentId) return this.retrieve(attempt.intentId, deadline);
    const gte = Math.floor(attempt.createdAt.getTime() / 1000) - CLOCK_SKEW_SECONDS;
    let after: string | undefined;
    for (let page = 0; page < LIST_PAGES; page++) {
      const params = { created: { gte }, limit: LIST_PAGE, expand: EXPAND.map((path) => `data.${path}`) };
      const list = await this.call(deadline, (timeout) =>
        this.stripe.paymentIntents.list({ ...params, ...(after && { starting_after: after }) }, { timeout }),
      );
      const own = list.data.find((intent) => intent.metadata['attempt_id'] === attempt.attemptId);
      if (own || !list.has_more) return own;
      after = list.data.at(-1)?.id;
    }
    throw new Error('more intents than can be listed');
  }

  /** Each bank transfer has an account of its own, so that whatever arrives there belongs to one attempt. */
  private async customerOf(attempt: AttemptRef, deadline: Date): Promise<string> {
    const customer = await this.call(deadline, (timeout) =>
      this.stripe.customers.create(
        { metadata: { attempt_id: attempt.attemptId, order: attempt.orderNumber } },
        { idempotencyKey: `${attempt.attemptId}:customer`, timeout },
      ),
    );
    if (customer?.object !== 'customer' || !customer.id) throw new Error('odd answer to customer');
    return customer.id;
  }

  private call<T>(deadline: Date, call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return callStripe(deadline, this.callMs, call);
  }
}
