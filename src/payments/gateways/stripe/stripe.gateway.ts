import { Inject, Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { CONFIG, type Config } from '../../../config.js';
import type { CardDetails, CardToken } from '../../card-data/card-details.js';
import type { Finding, Outcome, RefundOutcome } from '../../outcome.js';
import type {
  AttemptRef,
  ChargeRequest,
  PaymentGateway,
  RefundRequest,
  VerifiedWebhook,
  WebhookSubject,
} from '../gateway.port.js';
import { callStripe, causeOf } from './stripe-calls.js';
import { stripeClient } from './stripe-client.js';
import { cardOf, failureOf, findingOf, readIntentId, refundOutcomeOf, unknown } from './stripe-outcome.js';
import { verifyStripeWebhook } from './stripe-webhook.js';

/** With the charge comes its balance transaction: the `transactionId` of the contract. */
const EXPAND = ['latest_charge'];
/** Intents made since the attempt, newest first; an attempt's own is among the first few hundred or nowhere. */
const LIST_PAGE = 100;
const LIST_PAGES = 10;
/** Clocks of ours and of the gateway may differ by this much. */
const CLOCK_SKEW_SECONDS = 600;

const notAttempted = (code: string, intentId: string | null): Extract<Outcome, { kind: 'failed' }> => ({
  kind: 'failed',
  reason: 'not_attempted',
  code,
  intentId,
});

/** Stripe's PaymentIntents by the official SDK: create, confirm, retrieve, list, cancel; refunds; webhooks. */
@Injectable()
export class StripeGateway implements PaymentGateway {
  readonly name = 'stripe';
  private readonly stripe: Stripe;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.stripe = stripeClient(config);
  }

  async charge(request: ChargeRequest): Promise<Outcome> {
    let intentId: string;
    try {
      intentId = await this.create(request, request.deadline);
    } catch (error) {
      // Nothing was confirmed and nothing will be: whatever create did, no money moves.
      return notAttempted(causeOf(error), null);
    }
    try {
      const intent = await this.call(request.deadline, (timeout) =>
        this.stripe.paymentIntents.confirm(
          intentId,
          { payment_method: request.token, return_url: request.returnUrl, expand: EXPAND },
          { idempotencyKey: `${request.attemptId}:confirm`, timeout },
        ),
      );
      return asOutcome(findingOf(intent, request));
    } catch (error) {
      return (
        this.refusalOf(error, intentId) ?? (await this.clearUp({ ...request, intentId }, request.deadline))
      );
    }
  }

  async ask(attempt: AttemptRef): Promise<Finding> {
    return this.askBefore(attempt, this.deadline());
  }

  async cancel(attempt: AttemptRef): Promise<Outcome> {
    const deadline = this.deadline();
    const found = await this.askBefore(attempt, deadline);
    switch (found.kind) {
      case 'succeeded':
      case 'failed':
        return found;
      case 'processing':
        return found;
      case 'requires_action':
      case 'not_confirmed':
        return this.cancelIntent(attempt, found.intentId, deadline);
      case 'unknown':
        return found;
    }
  }

  async refund(request: RefundRequest): Promise<RefundOutcome> {
    try {
      if (request.sentBefore) {
        const known = await this.findRefund(request);
        if (known) return refundOutcomeOf(known);
      }
      const refund = await this.call(this.deadline(), (timeout) =>
        this.stripe.refunds.create(
          {
            payment_intent: request.intentId,
            amount: request.amount.amountMinor,
            metadata: { refund_id: request.refundId },
          },
          { idempotencyKey: `${request.refundId}:refund`, timeout },
        ),
      );
      return refundOutcomeOf(refund);
    } catch (error) {
      const refused = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400;
      return refused
        ? { kind: 'failed', code: causeOf(error), gatewayRefundId: null }
        : { kind: 'unknown', cause: causeOf(error) };
    }
  }

  async askRefund(request: RefundRequest): Promise<RefundOutcome> {
    try {
      const known = await this.findRefund(request);
      return known ? refundOutcomeOf(known) : { kind: 'unknown', cause: 'not_found' };
    } catch (error) {
      return { kind: 'unknown', cause: causeOf(error) };
    }
  }

  async tokenise(
    card: CardDetails,
    key: string,
    deadline: Date,
  ): Promise<CardToken | Extract<Outcome, { kind: 'failed' }>> {
    try {
      const method = await this.call(deadline, (timeout) =>
        this.stripe.paymentMethods.create(
          {
            type: 'card',
            card: {
              number: card.number,
              exp_month: card.expiryMonth,
              exp_year: card.expiryYear,
              cvc: card.cvv,
            },
            ...(card.holder ? { billing_details: { name: card.holder } } : {}),
          },
          { idempotencyKey: key, timeout },
        ),
      );
      if (method?.object !== 'payment_method' || !method.id?.startsWith('pm_'))
        return notAttempted('odd_answer', null);
      return { kind: 'token', gatewayToken: method.id, card: cardOf(method.card) };
    } catch (error) {
      return this.refusalOf(error, null) ?? notAttempted(causeOf(error), null);
    }
  }

  verifyWebhook(raw: Buffer, headers: Readonly<Record<string, unknown>>): VerifiedWebhook | undefined {
    return verifyStripeWebhook(
      this.stripe,
      raw,
      headers['stripe-signature'],
      this.config.STRIPE_WEBHOOK_SECRET,
    );
  }

  async resolveWebhook(webhook: VerifiedWebhook): Promise<WebhookSubject> {
    const { objectId } = webhook;
    try {
      if (objectId?.startsWith('pi_')) {
        const intent = await this.call(this.deadline(), (timeout) =>
          this.stripe.paymentIntents.retrieve(objectId, {}, { timeout }),
        );
        const attemptId = intent.metadata?.['attempt_id'];
        return attemptId ? { kind: 'attempt', attemptId } : { kind: 'ignored' };
      }
      if (objectId?.startsWith('re_')) {
        const refund = await this.call(this.deadline(), (timeout) =>
          this.stripe.refunds.retrieve(objectId, {}, { timeout }),
        );
        const refundId = refund.metadata?.['refund_id'];
        return refundId
          ? { kind: 'refund', refundId, outcome: refundOutcomeOf(refund) }
          : { kind: 'ignored' };
      }
      return { kind: 'ignored' };
    } catch (error) {
      return error instanceof Stripe.errors.StripeInvalidRequestError
        ? { kind: 'ignored' }
        : { kind: 'unreachable' };
    }
  }

  /** After a confirm without an answer: ask; what the gateway has not taken is cancelled there, so that it never will. */
  private async clearUp(attempt: AttemptRef & { intentId: string }, deadline: Date): Promise<Outcome> {
    const found = await this.askBefore(attempt, deadline);
    if (found.kind !== 'not_confirmed') return found;
    const cancelled = await this.cancelIntent(attempt, attempt.intentId, deadline);
    return cancelled.kind === 'failed' && cancelled.reason === 'abandoned'
      ? notAttempted('not_confirmed', attempt.intentId)
      : cancelled;
  }

  private async create(attempt: AttemptRef, deadline: Date): Promise<string> {
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

  private async askBefore(attempt: AttemptRef, deadline: Date): Promise<Finding> {
    try {
      const intent = attempt.intentId
        ? await this.retrieve(attempt.intentId, deadline)
        : await this.findIntent(attempt, deadline);
      return intent ? findingOf(intent, attempt) : { kind: 'not_confirmed', intentId: null };
    } catch (error) {
      return unknown(causeOf(error), attempt.intentId);
    }
  }

  private retrieve(intentId: string, deadline: Date): Promise<Stripe.PaymentIntent> {
    return this.call(deadline, (timeout) =>
      this.stripe.paymentIntents.retrieve(intentId, { expand: EXPAND }, { timeout }),
    );
  }

  /** By listing since creation, never by search, which lags. */
  private async findIntent(attempt: AttemptRef, deadline: Date): Promise<Stripe.PaymentIntent | undefined> {
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

  /**
   * Ends an intent that was not confirmed. Where none is known, it is created under the attempt's own key first: a
   * confirm from a paused process then meets a cancelled intent.
   */
  private async cancelIntent(attempt: AttemptRef, known: string | null, deadline: Date): Promise<Outcome> {
    let intentId = known;
    try {
      intentId ??= await this.create(attempt, deadline);
      const id = intentId;
      const intent = await this.call(deadline, (timeout) =>
        this.stripe.paymentIntents.cancel(
          id,
          { expand: EXPAND },
          { idempotencyKey: `${attempt.attemptId}:cancel`, timeout },
        ),
      );
      return asOutcome(findingOf(intent, attempt));
    } catch (error) {
      if (!intentId) return unknown(causeOf(error), null);
      // It may have become final between the question and the cancel.
      return asOutcome(await this.askBefore({ ...attempt, intentId }, deadline));
    }
  }

  private async findRefund(request: RefundRequest): Promise<Stripe.Refund | undefined> {
    const list = await this.call(this.deadline(), (timeout) =>
      this.stripe.refunds.list({ payment_intent: request.intentId, limit: LIST_PAGE }, { timeout }),
    );
    return list.data.find((refund) => refund.metadata?.['refund_id'] === request.refundId);
  }

  /** A definite no, where the error is one: the gateway judged the card or does not know the token. */
  private refusalOf(
    error: unknown,
    intentId: string | null,
  ): Extract<Outcome, { kind: 'failed' }> | undefined {
    if (error instanceof Stripe.errors.StripeCardError) return failureOf(error, intentId);
    const badToken =
      error instanceof Stripe.errors.StripeInvalidRequestError &&
      error.statusCode === 400 &&
      (error.param?.startsWith('payment_method') || error.param?.startsWith('card'));
    return badToken
      ? { kind: 'failed', reason: 'invalid_payment_method', code: error.code ?? 'invalid_request', intentId }
      : undefined;
  }

  private deadline(): Date {
    return new Date(Date.now() + 2 * this.config.GATEWAY_CALL_SECONDS * 1000);
  }

  private call<T>(deadline: Date, call: (timeoutMs: number) => Promise<T>): Promise<T> {
    return callStripe(deadline, this.config.GATEWAY_CALL_SECONDS * 1000, call);
  }
}

/** To a caller who has confirmed, an unconfirmed intent says nothing definite. */
function asOutcome(finding: Finding): Outcome {
  return finding.kind === 'not_confirmed' ? unknown('not_confirmed', finding.intentId) : finding;
}
