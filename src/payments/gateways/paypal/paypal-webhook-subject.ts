import paypal from 'paypal-rest-sdk';
import type { RefundOutcome } from '../../outcome.js';
import { UNDECIDED } from '../../outcome.js';
import type { VerifiedWebhook, WebhookSubject } from '../gateway.port.js';
import type { PayPalClient, SdkCall } from './paypal-client.js';
import { disputeFactsOf, type PayPalDisputes } from './paypal-disputes.js';
import { isNotFound } from './paypal-error.js';
import { readAuthorization, readTaking } from './paypal-objects.js';
import { refundOutcomeOf } from './paypal-outcome.js';
import type { PayPalPayments } from './paypal-payments.js';
import type { PayPalRefunds } from './paypal-refunds.js';
import { referenceOf } from './refund-parts.js';

const IGNORED: WebhookSubject = { kind: 'ignored' };

/** Reads again what a webhook is about. A refund is known by our reference, everything else by its payment. */
export class PayPalWebhookSubjects {
  constructor(
    private readonly client: PayPalClient,
    private readonly payments: PayPalPayments,
    private readonly refunds: PayPalRefunds,
    private readonly disputes: PayPalDisputes,
  ) {}

  async resolve({ objectId }: VerifiedWebhook): Promise<WebhookSubject> {
    const [kind = '', id = ''] = objectId?.split('/') ?? [];
    try {
      return await this.subjectOf(kind, id, this.client.deadline());
    } catch (error) {
      return isNotFound(error) ? IGNORED : { kind: 'unreachable' };
    }
  }

  private async subjectOf(kind: string, id: string, deadline: Date): Promise<WebhookSubject> {
    switch (kind) {
      case 'payment':
        return this.attemptOf(id, deadline);
      case 'sale':
        return this.childOf(readTaking, (config, done) => paypal.sale.get(id, config, done), deadline);
      case 'capture':
        return this.childOf(readTaking, (config, done) => paypal.capture.get(id, config, done), deadline);
      case 'authorization':
        return this.childOf(
          readAuthorization,
          (config, done) => paypal.authorization.get(id, config, done),
          deadline,
        );
      case 'refund':
        return this.refundOf(id, deadline);
      case 'dispute':
        return this.disputeOf(id, deadline);
      default:
        return IGNORED;
    }
  }

  private async childOf(
    read: (answer: unknown) => { parent_payment?: string | undefined },
    get: SdkCall,
    deadline: Date,
  ): Promise<WebhookSubject> {
    const { parent_payment } = read(await this.client.call(deadline, get));
    return parent_payment ? this.attemptOf(parent_payment, deadline) : IGNORED;
  }

  private async attemptOf(paymentId: string, deadline: Date): Promise<WebhookSubject> {
    const { attemptId } = await this.payments.retrieve(paymentId, deadline);
    return attemptId ? { kind: 'attempt', attemptId } : IGNORED;
  }

  private async refundOf(id: string, deadline: Date): Promise<WebhookSubject> {
    const refund = await this.refunds.retrieve(id, deadline);
    const reference = referenceOf(refund);
    if (!reference) return IGNORED;
    // A part says nothing of the whole; the refund's own job asks about that.
    const outcome: RefundOutcome = reference.isWhole
      ? refundOutcomeOf(refund)
      : { kind: 'unknown', cause: UNDECIDED };
    return { kind: 'refund', refundId: reference.refundId, outcome };
  }

  private async disputeOf(id: string, deadline: Date): Promise<WebhookSubject> {
    const dispute = await this.disputes.retrieve(id, deadline);
    const attemptId = dispute.disputed_transactions[0].custom;
    return attemptId ? { kind: 'dispute', attemptId, dispute: disputeFactsOf(dispute) } : IGNORED;
  }
}
