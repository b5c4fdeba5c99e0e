import { Stripe } from 'stripe';
import type { Config } from '../../../config.js';
import type { CaptureOutcome, Failed, Finding, Outcome, RefundOutcome } from '../../outcome.js';
import type {
  AttemptRef,
  CaptureRequest,
  ChargeRequest,
  GatewayMovement,
  PaymentGateway,
  RefundRequest,
  VerifiedWebhook,
  WebhookSubject,
} from '../gateway.port.js';
import { stripeMovements } from './stripe-books.js';
import { callStripe, causeOf, withId } from './stripe-calls.js';
import { StripeCaptures } from './stripe-captures.js';
import { stripeClient } from './stripe-client.js';
import { disputeFactsOf } from './stripe-disputes.js';
import { StripeFunds } from './stripe-funds.js';
import { StripeIntents } from './stripe-intents.js';
import { isTaken } from './stripe-methods.js';
import { failureOf, findingOf, isRefundId, refundOutcomeOf, unknown } from './stripe-outcome.js';
import { StripeRefunds } from './stripe-refunds.js';
import { STRIPE_EVENTS, verifyStripeWebhook } from './stripe-webhook.js';

/** Stripe's PaymentIntents by the official SDK. What is said of money is decided here, out of what the calls bring. */
export class StripeGateway implements PaymentGateway {
  readonly name = 'stripe';
  readonly methods = ['credit_card', 'debit_card', 'apple_pay', 'bank_transfer', 'crypto'] as const;
  readonly webhookEvents = STRIPE_EVENTS;
  private readonly stripe: Stripe;
  private readonly intents: StripeIntents;
  private readonly captures: StripeCaptures;
  private readonly refunds: StripeRefunds;
  private readonly funds: StripeFunds;
  private readonly callMs: number;

  constructor(private readonly config: Config) {
    this.callMs = config.GATEWAY_CALL_SECONDS * 1000;
    this.stripe = stripeClient(config);
    this.intents = new StripeIntents(this.stripe, this.callMs);
    this.captures = new StripeCaptures(this.intents);
    this.refunds = new StripeRefunds(this.stripe, this.callMs);
    this.funds = new StripeFunds(this.stripe, this.callMs);
  }

  async charge(request: ChargeRequest): Promise<Outcome> {
    if (!isTaken(request)) return notTaken(request);
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
    const canEnd =
      found.kind === 'requires_action' || found.kind === 'not_confirmed' || found.kind === 'approved';
    return canEnd ? this.end(attempt, found.intentId, deadline) : found;
  }

  /** Money that was sent to the account of a bank transfer and not matched to it is taken from there. */
  async complete(attempt: AttemptRef, approval: string): Promise<Outcome> {
    const deadline = this.deadline();
    const intentId = attempt.intentId!;
    try {
      const intent = await this.funds.apply(intentId, attempt, Number(approval), deadline);
      return asOutcome(findingOf(intent, attempt));
    } catch {
      return asOutcome(await this.askBefore(attempt, deadline));
    }
  }

  capture(request: CaptureRequest): Promise<CaptureOutcome> {
    return this.captures.send(request, this.deadline());
  }

  refund(request: RefundRequest): Promise<RefundOutcome> {
    return this.refunds.send(request, this.deadline());
  }

  verifyWebhook(
    raw: Buffer,
    headers: Readonly<Record<string, unknown>>,
  ): Promise<VerifiedWebhook | undefined> {
    const secret = this.config.STRIPE_WEBHOOK_SECRET;
    return Promise.resolve(verifyStripeWebhook(this.stripe, raw, headers['stripe-signature'], secret));
  }

  async resolveWebhook({ objectId }: VerifiedWebhook): Promise<WebhookSubject> {
    try {
      if (objectId?.startsWith('pi_')) {
        const attemptId = (await this.intents.retrieve(objectId, this.deadline())).metadata?.['attempt_id'];
        return attemptId ? { kind: 'attempt', attemptId } : { kind: 'ignored' };
      }
      if (objectId && isRefundId(objectId)) {
        const refund = await this.refunds.retrieve(objectId, this.deadline());
        const refundId = refund.metadata?.['refund_id'];
        return refundId
          ? { kind: 'refund', refundId, outcome: refundOutcomeOf(refund) }
          : { kind: 'ignored' };
      }
      if (objectId?.startsWith('dp_') || objectId?.startsWith('du_'))
        return await this.disputeBehind(objectId);
      if (objectId?.startsWith('cus_')) return await this.funds.subjectOf(objectId, this.deadline());
      return { kind: 'ignored' };
    } catch (error) {
      return error instanceof Stripe.errors.StripeInvalidRequestError
        ? { kind: 'ignored' }
        : { kind: 'unreachable' };
    }
  }

  async subscribeWebhooks(url: string): Promise<Readonly<Record<string, string>>> {
    const endpoint = await this.stripe.webhookEndpoints.create({ url, enabled_events: [...STRIPE_EVENTS] });
    return { STRIPE_WEBHOOK_SECRET: endpoint.secret ?? '' };
  }

  movements(since: Date): AsyncIterable<GatewayMovement> {
    return stripeMovements(this.stripe, this.callMs, since);
  }

  private async disputeBehind(disputeId: string): Promise<WebhookSubject> {
    const dispute = await callStripe(this.deadline(), this.callMs, (timeout) =>
      withId(
        disputeId,
        this.stripe.disputes.retrieve(disputeId, { expand: ['payment_intent'] }, { timeout }),
      ),
    );
    const intent = dispute.payment_intent;
    const attemptId = typeof intent === 'object' ? intent?.metadata['attempt_id'] : undefined;
    return attemptId ? { kind: 'dispute', attemptId, dispute: disputeFactsOf(dispute) } : { kind: 'ignored' };
  }

  /** After a confirm without an answer: ask; what the gateway has not taken is cancelled there, so that it never will. */
  private async clearUp(attempt: AttemptRef & { intentId: string }, deadline: Date): Promise<Outcome> {
    const found = await this.askBefore(attempt, deadline);
    if (found.kind !== 'not_confirmed') return asOutcome(found);
    const ended = await this.end(attempt, attempt.intentId, deadline);
    return ended.kind === 'failed' && ended.reason === 'abandoned'
      ? notAttempted('not_confirmed', attempt.intentId)
      : ended;
  }

  private async askBefore(attempt: AttemptRef, deadline: Date): Promise<Finding> {
    try {
      const intent = await this.intents.find(attempt, deadline);
      if (!intent) return { kind: 'not_confirmed', intentId: null };
      const finding = findingOf(intent, attempt);
      if (finding.kind !== 'requires_action' || attempt.method !== 'bank_transfer') return finding;
      return await this.transferOf(intent, finding, attempt, deadline);
    } catch (error) {
      return unknown(causeOf(error), attempt.intentId);
    }
  }

  /** A transfer that came without its reference waits on the attempt's account until it is taken. */
  private async transferOf(
    intent: Stripe.PaymentIntent,
    finding: Extract<Outcome, { kind: 'requires_action' }>,
    attempt: AttemptRef,
    deadline: Date,
  ): Promise<Finding> {
    const waiting = await this.funds.waitingFor(intent, attempt, deadline);
    if (waiting === 0 || finding.nextAction.type !== 'bank_transfer') return finding;
    const approval = String(Math.min(waiting, finding.nextAction.remainingMinor));
    return { kind: 'approved', intentId: finding.intentId, approval };
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

const notTaken = ({ intentId }: AttemptRef): Failed => ({
  kind: 'failed',
  reason: 'invalid_payment_method',
  code: 'amount_not_supported',
  intentId,
});

/** To a caller who has asked for the money, an intent that was not confirmed or waits for us says nothing definite. */
function asOutcome(finding: Finding): Outcome {
  return finding.kind === 'not_confirmed' || finding.kind === 'approved'
    ? unknown(finding.kind, finding.intentId)
    : finding;
}
