import type { Stripe } from 'stripe';
import type { GatewayMovement } from '../gateway.port.js';

/** Balance transactions that are about customers' money, by type and source; payouts and the like are none of ours. */
const KINDS: Readonly<Record<string, GatewayMovement['kind']>> = {
  charge: 'captured',
  payment: 'captured',
  refund: 'refunded',
  payment_refund: 'refunded',
  refund_failure: 'refund_failed',
  payment_failure_refund: 'refund_failed',
};

/** The account's own book, oldest first (docs.stripe.com/api/balance_transactions, read 2026-11-23). */
export async function* stripeMovements(stripe: Stripe, since: Date): AsyncGenerator<GatewayMovement> {
  const gte = Math.floor(since.getTime() / 1000);
  const newestFirst = await stripe.balanceTransactions
    .list({ created: { gte }, limit: 100, expand: ['data.source'] })
    .autoPagingToArray({ limit: 1_000_000 });
  for (const transaction of newestFirst.toReversed()) {
    const movement = movementOf(transaction);
    if (movement) yield movement;
  }
}

function movementOf(transaction: Stripe.BalanceTransaction): GatewayMovement | undefined {
  const { id, amount, currency, fee, source } = transaction;
  if (source === null || typeof source === 'string') return undefined;
  const kind = source.object === 'dispute' ? disputeKind(amount) : KINDS[transaction.type];
  if (!kind) return undefined;
  const metadata = 'metadata' in source ? (source.metadata ?? {}) : {};
  const intent = 'payment_intent' in source ? source.payment_intent : null;
  return {
    kind,
    gatewayId: id,
    intentId: typeof intent === 'string' ? intent : (intent?.id ?? null),
    attemptId: metadata['attempt_id'] ?? null,
    refundId: metadata['refund_id'] ?? null,
    amountMinor: Math.abs(amount),
    currency: currency.toUpperCase(),
    fee: fee > 0 ? { amountMinor: fee, currency: currency.toUpperCase() } : null,
  };
}

const disputeKind = (amount: number): GatewayMovement['kind'] => (amount < 0 ? 'disputed' : 'dispute_won');
