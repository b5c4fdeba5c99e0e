import type { Stripe } from 'stripe';
import type { GatewayMovement } from '../gateway.port.js';
import { callStripe, causeOf } from './stripe-calls.js';

/** Stripe's limit for one page. */
const PAGE = 100;

/** Balance transactions that are about customers' money, by type and source; payouts and the like are none of ours. */
const KINDS: Readonly<Record<string, GatewayMovement['kind']>> = {
  charge: 'captured',
  payment: 'captured',
  refund: 'refunded',
  payment_refund: 'refunded',
  refund_failure: 'refund_failed',
  payment_failure_refund: 'refund_failed',
};

/** The account's own book, page by page (docs.stripe.com/api/balance_transactions, read 2026-11-23). */
export async function* stripeMovements(
  stripe: Stripe,
  callMs: number,
  since: Date,
): AsyncGenerator<GatewayMovement> {
  const gte = Math.floor(since.getTime() / 1000);
  let after: string | undefined;
  for (;;) {
    const page = await readPage(stripe, callMs, {
      created: { gte },
      limit: PAGE,
      expand: ['data.source'],
      ...(after && { starting_after: after }),
    });
    for (const transaction of page.data) {
      const movement = movementOf(transaction);
      if (movement) yield movement;
    }
    after = page.data.at(-1)?.id;
    if (!page.has_more || !after) return;
  }
}

async function readPage(
  stripe: Stripe,
  callMs: number,
  params: Stripe.BalanceTransactionListParams,
): Promise<Stripe.ApiList<Stripe.BalanceTransaction>> {
  const deadline = new Date(Date.now() + 2 * callMs);
  try {
    const page = await callStripe(deadline, callMs, (timeout) =>
      stripe.balanceTransactions.list(params, { timeout }),
    );
    // The SDK takes an error of odd shape for an answer: an unread book must not look like an empty one.
    if (!Array.isArray(page?.data)) throw new Error('odd answer');
    return page;
  } catch (error) {
    throw new Error(causeOf(error), { cause: error });
  }
}

function movementOf(transaction: Stripe.BalanceTransaction): GatewayMovement | undefined {
  const { id, amount, currency, fee, source, created } = transaction;
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
    occurredAt: new Date(created * 1000),
  };
}

const disputeKind = (amount: number): GatewayMovement['kind'] => (amount < 0 ? 'disputed' : 'dispute_won');
