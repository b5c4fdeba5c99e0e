import type { GatewayMovement } from '../gateway.port.js';
import type { PayPalClient } from './paypal-client.js';
import { type Dispute, disputeStatusOf, type PayPalDisputes } from './paypal-disputes.js';
import { type Payment, readPayment, type Refund, type Taking } from './paypal-objects.js';
import type { PayPalPayments } from './paypal-payments.js';
import type { PayPalRefunds } from './paypal-refunds.js';
import { referenceOf } from './refund-parts.js';

/** How long after its payment money can move: PayPal refunds for so long, and disputes open within it. */
const PAYMENT_LIVES_MS = 180 * 24 * 3600_000;

interface Dated {
  readonly at: Date;
  readonly movement: GatewayMovement;
}

/** PayPal's books. They are kept by payment, so the payments are listed from which something may have moved since. */
export class PayPalBooks {
  constructor(
    private readonly client: PayPalClient,
    private readonly payments: PayPalPayments,
    private readonly refunds: PayPalRefunds,
    private readonly disputes: PayPalDisputes,
  ) {}

  async *movements(since: Date): AsyncGenerator<GatewayMovement> {
    const found: Dated[] = [];
    const from = new Date(since.getTime() - PAYMENT_LIVES_MS);
    for await (const answer of this.payments.list({ from, deadlineOf: () => this.client.deadline() })) {
      found.push(...(await this.movementsOf(readPayment(answer))));
    }
    for await (const dispute of this.disputes.list()) found.push(...disputeMovementsOf(dispute));
    const recent = found.filter(({ at }) => at >= since).sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const { movement } of recent) yield movement;
  }

  private async movementsOf(payment: Payment): Promise<Dated[]> {
    const refunds = await this.refunds.of(payment, this.client.deadline());
    return [
      ...payment.takings.flatMap((taking) => takingMovementsOf(taking, payment)),
      ...refunds.flatMap((refund) => refundMovementsOf(refund, payment)),
    ];
  }
}

type OfPayment = Pick<Payment, 'id' | 'attemptId'>;

function takingMovementsOf(taking: Taking, { id: intentId, attemptId }: OfPayment): Dated[] {
  const { id: gatewayId, state, amount, transaction_fee, create_time: at } = taking;
  if (state === 'pending' || state === 'denied') return [];
  const fee = transaction_fee ?? null;
  const facts = { gatewayId, intentId, attemptId, refundId: null, ...amount, fee };
  return [{ at, movement: { kind: 'captured', ...facts } }];
}

function refundMovementsOf(refund: Refund, { id: intentId, attemptId }: OfPayment): Dated[] {
  const { id: gatewayId, state, amount, create_time: at } = refund;
  const refundId = referenceOf(refund)?.refundId ?? null;
  const facts = { gatewayId, intentId, attemptId, refundId, ...amount, fee: null };
  const sent: Dated = { at, movement: { kind: 'refunded', ...facts } };
  return state === 'failed' || state === 'cancelled'
    ? [sent, { at, movement: { kind: 'refund_failed', ...facts } }]
    : [sent];
}

function disputeMovementsOf(dispute: Dispute): Dated[] {
  const facts = {
    gatewayId: dispute.dispute_id,
    intentId: null,
    attemptId: dispute.disputed_transactions[0].custom ?? null,
    refundId: null,
    ...dispute.dispute_amount,
    fee: null,
  };
  const opened: Dated = { at: dispute.create_time, movement: { kind: 'disputed', ...facts } };
  return disputeStatusOf(dispute) === 'won'
    ? [opened, { at: dispute.update_time, movement: { kind: 'dispute_won', ...facts } }]
    : [opened];
}
