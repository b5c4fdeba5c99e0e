import paypal from 'paypal-rest-sdk';
import type { RefundOutcome } from '../../outcome.js';
import type { RefundRequest } from '../gateway.port.js';
import type { PayPalClient } from './paypal-client.js';
import { causeOf, refusalOf } from './paypal-error.js';
import { totalOf } from './paypal-money.js';
import { about, type Payment, readRefund, type Refund } from './paypal-objects.js';
import { refundOutcomeOf } from './paypal-outcome.js';
import type { PayPalPayments } from './paypal-payments.js';
import { missingParts, referenceOf, type RefundPart, sumOf, togetherOf } from './refund-parts.js';

/** Sends refunds under their own keys. The payment is read before, so a refund that was sent already is always seen. */
export class PayPalRefunds {
  constructor(
    private readonly client: PayPalClient,
    private readonly payments: PayPalPayments,
  ) {}

  async send(request: RefundRequest): Promise<RefundOutcome> {
    const deadline = this.client.deadline();
    try {
      const payment = await this.payments.retrieve(request.intentId, deadline);
      const sent = await this.sentFor(request, payment, deadline);
      const parts = missingParts(payment, request, sent);
      if (!parts) return { kind: 'failed', code: 'exceeds_what_is_left', gatewayRefundId: null };
      for (const part of parts) sent.push(await this.post(part, payment, request, deadline));
      return togetherOf(sent.map(refundOutcomeOf));
    } catch (error) {
      return this.lookAfter(error, request, deadline);
    }
  }

  async retrieve(gatewayRefundId: string, deadline: Date): Promise<Refund> {
    const answer = await this.client.call(deadline, (config, done) =>
      paypal.refund.get(gatewayRefundId, config, done),
    );
    return readRefund(answer);
  }

  private async post(
    { takingId, amountMinor, reference, requestId }: RefundPart,
    { intent }: Payment,
    { amount: { currency } }: RefundRequest,
    deadline: Date,
  ): Promise<Refund> {
    const resource = intent === 'sale' ? paypal.sale : paypal.capture;
    const amount = { amountMinor, currency };
    const part = { amount: totalOf(amount), invoice_number: reference };
    const answer = await this.client.call(
      deadline,
      (config, done) => resource.refund(takingId, part, config, done),
      requestId,
    );
    return about(amount, readRefund(answer));
  }

  /** A refusal is looked into as well: an earlier try may have arrived meanwhile, and the no be its echo. */
  private async lookAfter(error: unknown, request: RefundRequest, deadline: Date): Promise<RefundOutcome> {
    const unknown: RefundOutcome = { kind: 'unknown', cause: causeOf(error) };
    try {
      const payment = await this.payments.retrieve(request.intentId, deadline);
      const sent = await this.sentFor(request, payment, deadline);
      if (sumOf(sent) === request.amount.amountMinor) return togetherOf(sent.map(refundOutcomeOf));
      if (sent.length > 0) return unknown;
    } catch {
      return unknown;
    }
    const code = refusalOf(error);
    return code ? { kind: 'failed', code, gatewayRefundId: null } : unknown;
  }

  /** The refunds of a payment. Its own list may leave our reference out; each refund has it. */
  of(payment: Payment, deadline: Date): Promise<Refund[]> {
    return Promise.all(
      payment.refunds.map(async (refund) =>
        refund.invoice_number ? refund : this.retrieve(refund.id, deadline),
      ),
    );
  }

  private async sentFor({ refundId }: RefundRequest, payment: Payment, deadline: Date): Promise<Refund[]> {
    const refunds = await this.of(payment, deadline);
    return refunds.filter((refund) => referenceOf(refund)?.refundId === refundId);
  }
}
