import type { GatewayMovement } from '../gateway.port.js';
import type { PayPalClient } from './paypal-client.js';
import { type Dispute, type PayPalDisputes, withdrawnBy } from './paypal-disputes.js';
import { type Payment, readPayment, type Refund, type Taking } from './paypal-objects.js';
import type { PayPalPayments } from './paypal-payments.js';
import type { PayPalRefunds } from './paypal-refunds.js';
import { referenceOf } from './refund-parts.js';

/** How long after its payment money can move: PayPal refunds for so long, and disputes open within it. */
const PAYMENT_LIVES_MS = 180 * 24 * 3600_000;

type Owner = Pick<GatewayMovement, 'intentId' | 'attemptId'>;

/** PayPal's books. They are kept by payment, so the payments are listed of which something may have moved since. */
export class PayPalBooks {
  constructor(
    private readonly client: PayPalClient,
    private readonly payments: PayPalPayments,
    private readonly refunds: PayPalRefunds,
    private readonly disputes: PayPalDisputes,
  ) {}

  async *movements(since: Date): AsyncGenerator<GatewayMovement> {
    const found: GatewayMovement[] = [];
    const owners = new Map<string, Owner>();
    const from = new Date(since.getTime() - PAYMENT_LIVES_MS);
    for await (const answer of this.payments.list({ from, deadlineOf: () => this.client.deadline() })) {
      const payment = readPayment(answer);
      const owner = { intentId: payment.id, attemptId: payment.attemptId };
      for (const { id } of payment.takings) owners.set(id, owner);
      found.push(...(await this.movementsOf(payment, owner)));
    }
    for await (const dispute of this.disputes.list()) found.push(...lossOf(dispute, owners));
    // PayPal's times have whole seconds.
    const sinceMs = Math.floor(since.getTime() / 1000) * 1000;
    yield* found.filter(({ occurredAt }) => occurredAt.getTime() >= sinceMs);
  }

  private async movementsOf(payment: Payment, owner: Owner): Promise<GatewayMovement[]> {
    const refunds = await this.refunds.of(payment, this.client.deadline());
    return [
      ...payment.takings.flatMap((taking) => takingMovements(taking, owner)),
      ...refunds.flatMap((refund) => refundMovements(refund, owner)),
    ];
  }
}

function takingMovements(
  { id, state, amount, transaction_fee, create_time }: Taking,
  owner: Owner,
): GatewayMovement[] {
  if (state === 'pending' || state === 'denied') return [];
  const facts = { gatewayId: id, ...owner, refundId: null, ...amount, fee: transaction_fee ?? null };
  return [{ kind: 'captured', ...facts, occurredAt: create_time }];
}

function refundMovements(refund: Refund, owner: Owner): GatewayMovement[] {
  const { id, state, amount, create_time, update_time } = refund;
  const refundId = referenceOf(refund)?.refundId ?? null;
  const facts = { gatewayId: id, ...owner, refundId, ...amount, fee: null };
  const sent: GatewayMovement = { kind: 'refunded', ...facts, occurredAt: create_time };
  return state === 'failed' || state === 'cancelled'
    ? [sent, { kind: 'refund_failed', ...facts, occurredAt: update_time ?? create_time }]
    : [sent];
}

/** Money goes with the end of a dispute, where we lose it. */
function lossOf(dispute: Dispute, owners: ReadonlyMap<string, Owner>): GatewayMovement[] {
  const amount = withdrawnBy(dispute);
  if (amount.amountMinor === 0) return [];
  const [{ seller_transaction_id, custom }] = dispute.disputed_transactions;
  const owner = owners.get(seller_transaction_id) ?? { intentId: null, attemptId: custom ?? null };
  const facts = { gatewayId: dispute.dispute_id, ...owner, refundId: null, ...amount, fee: null };
  return [{ kind: 'disputed', ...facts, occurredAt: dispute.update_time }];
}
