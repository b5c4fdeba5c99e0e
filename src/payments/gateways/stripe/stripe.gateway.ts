import { Inject, Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { CONFIG, type Config } from '../../../config.js';
import type { Finding, Outcome, RefundOutcome } from '../../outcome.js';
import type {
  AttemptRef,
  ChargeRequest,
  PaymentGateway,
  RefundRequest,
  VerifiedWebhook,
  WebhookSubject,
} from '../gateway.port.js';
import { causeOf } from './stripe-calls.js';
import { stripeClient } from './stripe-client.js';
import { StripeIntents } from './stripe-intents.js';
import { failureOf, findingOf, refundOutcomeOf, unknown } from './stripe-outcome.js';
import { StripeRefunds } from './stripe-refunds.js';
import { verifyStripeWebhook } from './stripe-webhook.js';

type Failed = Extract<Outcome, { kind: 'failed' }>;

/** Stripe's PaymentIntents by the official SDK. What is said of money is decided here, out of what the calls bring. */
@Injectable()
export class StripeGateway implements PaymentGateway {
  readonly name = 'stripe';
  private readonly stripe: Stripe;
  private readonly intents: StripeIntents;
  private readonly refunds: StripeRefunds;
  private readonly callMs: number;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.callMs = config.GATEWAY_CALL_SECONDS * 1000;
    this.stripe = stripeClient(config);
    this.intents = new StripeIntents(this.stripe, this.callMs);
    this.refunds = new StripeRefunds(this.stripe, this.callMs);
  }

  async charge(request: ChargeRequest): Promise<Outcome> {
    let intentId: string;
    try {
      intentId = await this.intents.create(request, request.deadline);
    } catch (error) {
      // Nothing was confirmed and nothing will be: whatever create did, no money moves.
      return notAttempted(causeOf(error), null);
    }
    try {
      return asOutcome(findingOf(await this.intents.confirm(intentId, request), request));
    } catch (error) {
      return refusalOf(error, intentId) ?? (await this.clearUp({ ...request, intentId }, request.deadline));
    }
  }

  ask(attempt: AttemptRef): Promise<Finding> {
    return this.askBefore(attempt, this.deadline());
  }

  async cancel(attempt: AttemptRef): Promise<Outcome> {
    const deadline = this.deadline();
    const found = await this.askBefore(attempt, deadline);
    const canEnd = found.kind === 'requires_action' || found.kind === 'not_confirmed';
    return canEnd ? this.end(attempt, found.intentId, deadline) : found;
  }

  refund(request: RefundRequest): Promise<RefundOutcome> {
    return this.refunds.send(request, this.deadline());
  }

  verifyWebhook(raw: Buffer, headers: Readonly<Record<string, unknown>>): VerifiedWebhook | undefined {
    return verifyStripeWebhook(
      this.stripe,
      raw,
      headers['stripe-signature'],
      this.config.STRIPE_WEBHOOK_SECRET,
    );
  }

  async resolveWebhook({ objectId }: VerifiedWebhook): Promise<WebhookSubject> {
    try {
      if (objectId?.startsWith('pi_')) {
        const attemptId = (await this.intents.retrieve(objectId, this.deadline())).metadata?.['attempt_id'];
        return attemptId ? { kind: 'attempt', attemptId } : { kind: 'ignored' };
      }
      if (objectId?.startsWith('re_')) {
        const refund = await this.refunds.retrieve(objectId, this.deadline());
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
    const ended = await this.end(attempt, attempt.intentId, deadline);
    return ended.kind === 'failed' && ended.reason === 'abandoned'
      ? notAttempted('not_confirmed', attempt.intentId)
      : ended;
  }

  private async askBefore(attempt: AttemptRef, deadline: Date): Promise<Finding> {
    try {
      const intent = await this.intents.find(attempt, deadline);
      return intent ? findingOf(intent, attempt) : { kind: 'not_confirmed', intentId: null };
    } catch (error) {
      return unknown(causeOf(error), attempt.intentId);
    }
  }

  /**
   * Ends an intent that was not confirmed. Where none is known, it is created under the attempt's own key first: a
   * confirm from a paused process then meets a cancelled intent.
   */
  private async end(attempt: AttemptRef, known: string | null, deadline: Date): Promise<Outcome> {
    let intentId = known;
    try {
      intentId ??= await this.intents.create(attempt, deadline);
      return asOutcome(findingOf(await this.intents.cancel(intentId, attempt, deadline), attempt));
    } catch (error) {
      if (!intentId) return unknown(causeOf(error), null);
      // It may have become final between the question and the cancel.
      return asOutcome(await this.askBefore({ ...attempt, intentId }, deadline));
    }
  }

  /** For questions that no request waits for: room for a slow call and its repeats. */
  private deadline(): Date {
    return new Date(Date.now() + 2 * this.callMs);
  }
}

/** A definite no, where the error is one: the gateway judged the card, or does not know the token. */
function refusalOf(error: unknown, intentId: string | null): Failed | undefined {
  if (error instanceof Stripe.errors.StripeCardError) return failureOf(error, intentId);
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.statusCode !== 400)
    return undefined;
  const aboutTheCard = error.param?.startsWith('payment_method') || error.param?.startsWith('card');
  return aboutTheCard
    ? { kind: 'failed', reason: 'invalid_payment_method', code: error.code ?? 'invalid_request', intentId }
    : undefined;
}

const notAttempted = (code: string, intentId: string | null): Failed => ({
  kind: 'failed',
  reason: 'not_attempted',
  code,
  intentId,
});

/** To a caller who has confirmed, an unconfirmed intent says nothing definite. */
function asOutcome(finding: Finding): Outcome {
  return finding.kind === 'not_confirmed' ? unknown('not_confirmed', finding.intentId) : finding;
}
