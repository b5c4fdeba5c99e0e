import type { Stripe } from 'stripe';
import type { AttemptRef, WebhookSubject } from '../gateway.port.js';
import { callStripe, withId } from './stripe-calls.js';

/** Money that customers have sent to the account of a bank transfer and that no intent has taken. */
export class StripeFunds {
  constructor(
    private readonly stripe: Stripe,
    private readonly callMs: number,
  ) {}

  /** Minor units that wait on the intent's account, in the attempt's currency. */
  async waitingFor(intent: Stripe.PaymentIntent, attempt: AttemptRef, deadline: Date): Promise<number> {
    const customer = idOf(intent.customer);
    if (!customer) return 0;
    return (await this.available(customer, deadline))[attempt.amount.currency.toLowerCase()] ?? 0;
  }

  /** Lets the intent take what waits for it, at most what it still needs. */
  apply(
    intentId: string,
    attempt: AttemptRef,
    amountMinor: number,
    deadline: Date,
  ): Promise<Stripe.PaymentIntent> {
    const key = `${attempt.attemptId}:apply:${amountMinor}`;
    return this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.applyCustomerBalance(
        intentId,
        {
          amount: amountMinor,
          currency: attempt.amount.currency.toLowerCase(),
          expand: ['latest_charge.balance_transaction'],
        },
        { idempotencyKey: key, timeout },
      ),
    );
  }

  /** What news about an account is about: the attempt that the account was made for. */
  async subjectOf(customerId: string, deadline: Date): Promise<WebhookSubject> {
    const customer = await this.call(deadline, (timeout) =>
      withId(customerId, this.stripe.customers.retrieve(customerId, {}, { timeout })),
    );
    const attemptId = 'metadata' in customer ? customer.metadata['attempt_id'] : undefined;
    if (!attemptId) return { kind: 'ignored' };
    const waiting = Object.entries(await this.available(customerId, deadline)).find(([, minor]) => minor > 0);
    if (!waiting) return { kind: 'attempt', attemptId };
    const [currency, availableMinor] = waiting;
    return { kind: 'funds', attemptId, availableMinor, currency: currency.toUpperCase() };
  }

  private async available(customerId: string, deadline: Date): Promise<Record<string, number>> {
    const balance = await this.call(deadline, (timeout) =>
      this.stripe.customers.retrieveCashBalance(customerId, {}, { timeout }),
    );
    if (balance?.customer !== customerId) throw new Error('odd answer to cash balance');
    return balance.available ?? {};
  }

  private call<T>(deadline: Date, call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return callStripe(deadline, this.callMs, call);
  }
}

const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);
