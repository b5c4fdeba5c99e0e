import type { Config } from '../../../config.js';
import {
  type CaptureOutcome,
  type Failed,
  type Finding,
  type Outcome,
  type RefundOutcome,
  UNDECIDED,
} from '../../outcome.js';
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
import { PayPalBooks } from './paypal-books.js';
import { PayPalCaptures } from './paypal-captures.js';
import { PayPalClient } from './paypal-client.js';
import { PayPalDisputes } from './paypal-disputes.js';
import { causeOf, isNotFound } from './paypal-error.js';
import { isPayable } from './paypal-money.js';
import { findingOf, unknown } from './paypal-outcome.js';
import { PayPalPayments } from './paypal-payments.js';
import { failureOf } from './paypal-refusals.js';
import { PayPalRefunds } from './paypal-refunds.js';
import { PAYPAL_EVENTS, subscribePayPalWebhook } from './paypal-subscription.js';
import { PayPalWebhookSubjects } from './paypal-webhook-subject.js';
import { verifyPayPalWebhook } from './paypal-webhook.js';

/**
 * PayPal's payments (v1) by its SDK. The customer approves at PayPal, and nobody but us can execute what was approved:
 * until that is asked for, nothing can be taken.
 */
export class PayPalGateway implements PaymentGateway {
  readonly name = 'paypal';
  readonly methods = ['paypal'] as const;
  readonly webhookEvents = PAYPAL_EVENTS;
  private readonly client: PayPalClient;
  private readonly payments: PayPalPayments;
  private readonly captures: PayPalCaptures;
  private readonly refunds: PayPalRefunds;
  private readonly subjects: PayPalWebhookSubjects;
  private readonly books: PayPalBooks;

  constructor(private readonly config: Config) {
    this.client = new PayPalClient(config);
    this.payments = new PayPalPayments(this.client);
    this.captures = new PayPalCaptures(this.client, this.payments);
    this.refunds = new PayPalRefunds(this.client, this.payments);
    const disputes = new PayPalDisputes(this.client);
    this.subjects = new PayPalWebhookSubjects(this.client, this.payments, this.refunds, disputes);
    this.books = new PayPalBooks(this.client, this.payments, this.refunds, disputes);
  }

  /** Creates what the customer will approve. Whatever create did, no money moves: a failure is definite. */
  async charge(request: ChargeRequest): Promise<Outcome> {
    if (!isPayable(request.amount)) return NOT_TAKEN;
    try {
      const found = findingOf(await this.payments.create(request, request.deadline), request);
      return found.kind === 'unknown' ? notAttempted(found.cause) : asOutcome(found);
    } catch (error) {
      return notAttempted(causeOf(error));
    }
  }

  ask(attempt: AttemptRef): Promise<Finding> {
    return this.askBefore(attempt, this.client.deadline());
  }

  async complete(attempt: AttemptRef, approval: string): Promise<Outcome> {
    const { intentId } = attempt;
    if (!intentId) return unknown('no_payment', null);
    const deadline = this.client.deadline();
    try {
      const found = findingOf(
        await this.payments.execute({ ...attempt, intentId }, approval, deadline),
        attempt,
      );
      return isDecided(found) ? found : await this.lookAfter('odd_answer', attempt, deadline);
    } catch (error) {
      return failureOf(error, intentId) ?? (await this.lookAfter(causeOf(error), attempt, deadline));
    }
  }

  /** What was never asked for needs no call: the caller has committed that nobody will ask for it any more. */
  async cancel(attempt: AttemptRef): Promise<Outcome> {
    return attempt.completing
      ? asOutcome(await this.ask(attempt))
      : { kind: 'failed', reason: 'abandoned', code: 'not_completed', intentId: attempt.intentId };
  }

  capture(request: CaptureRequest): Promise<CaptureOutcome> {
    return this.captures.send(request);
  }

  refund(request: RefundRequest): Promise<RefundOutcome> {
    return this.refunds.send(request);
  }

  async verifyWebhook(
    raw: Buffer,
    headers: Readonly<Record<string, unknown>>,
  ): Promise<VerifiedWebhook | 'unreachable' | undefined> {
    const { PAYPAL_WEBHOOK_ID } = this.config;
    // Without the id nothing can be verified; PayPal delivers again when somebody has set it.
    return PAYPAL_WEBHOOK_ID
      ? verifyPayPalWebhook(this.client, PAYPAL_WEBHOOK_ID, raw, headers)
      : 'unreachable';
  }

  resolveWebhook(webhook: VerifiedWebhook): Promise<WebhookSubject> {
    return this.subjects.resolve(webhook);
  }

  async subscribeWebhooks(url: string): Promise<Readonly<Record<string, string>>> {
    return { PAYPAL_WEBHOOK_ID: await subscribePayPalWebhook(this.client, url) };
  }

  movements(since: Date): AsyncIterable<GatewayMovement> {
    return this.books.movements(since);
  }

  private async askBefore(attempt: AttemptRef, deadline: Date): Promise<Finding> {
    try {
      const payment = await this.payments.find(attempt, deadline);
      return payment ? findingOf(payment, attempt) : { kind: 'not_confirmed', intentId: null };
    } catch (error) {
      // PayPal forgets payments that nobody executed. One that we asked for may not be forgotten.
      return isNotFound(error) && !attempt.completing
        ? { kind: 'not_confirmed', intentId: attempt.intentId }
        : unknown(causeOf(error), attempt.intentId);
    }
  }

  /** After an execute without a definite answer the payment is read once, and not executed again. */
  private async lookAfter(cause: string, attempt: AttemptRef, deadline: Date): Promise<Outcome> {
    const found = await this.askBefore({ ...attempt, completing: true }, deadline);
    if (isDecided(found)) return found;
    return found.kind === 'requires_action' && cause === NOT_APPROVED
      ? found
      : unknown(cause, attempt.intentId);
  }
}

/** The one refusal of an execute after which the customer goes on. */
const NOT_APPROVED = 'PAYMENT_NOT_APPROVED_FOR_EXECUTION';

type Decided = Extract<Outcome, { kind: 'succeeded' | 'authorized' | 'processing' | 'failed' }>;

/** What an execute has come to; anything else says that it has not, or not yet. */
function isDecided(found: Finding): found is Decided {
  return ['succeeded', 'authorized', 'processing', 'failed'].includes(found.kind);
}

/** To a caller who did not ask for it, an approval decides nothing. */
function asOutcome(found: Finding): Outcome {
  return found.kind === 'approved' || found.kind === 'not_confirmed'
    ? unknown(UNDECIDED, found.intentId)
    : found;
}

const NOT_TAKEN: Failed = {
  kind: 'failed',
  reason: 'invalid_payment_method',
  code: 'amount_not_supported',
  intentId: null,
};

const notAttempted = (code: string): Failed => ({
  kind: 'failed',
  reason: 'not_attempted',
  code,
  intentId: null,
});
