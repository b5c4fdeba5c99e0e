import type { GatewayAttempt } from '../payments/index.js';
import type { AttemptRow, OrderRow } from './order-row.js';

/** An attempt's row as payments takes it. */
export function gatewayAttempt(order: Pick<OrderRow, 'number'>, attempt: AttemptRow): GatewayAttempt {
  return {
    attemptId: attempt.id,
    orderNumber: order.number,
    gateway: attempt.gateway,
    amount: { amountMinor: attempt.amount_minor, currency: attempt.currency },
    method: attempt.method,
    capturesLater: attempt.captures_later,
    intentId: attempt.intent_id,
    completing: attempt.completing_since !== null,
    createdAt: new Date(attempt.created_at),
  };
}
