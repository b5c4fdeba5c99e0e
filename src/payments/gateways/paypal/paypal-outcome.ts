import type { Finding, Outcome, RefundOutcome } from '../../outcome.js';
import { assertNever } from '../../../shared/assert.js';
import type { AttemptRef } from '../gateway.port.js';
import type { Authorization, Payment, Refund, Taking } from './paypal-objects.js';
import { reasonOf } from './paypal-refusals.js';

/**
 * How long a customer may take to approve, and we to execute then
 * (developer.paypal.com/api/nvp-soap/troubleshooting/10411, read 2026-11-23).
 */
const APPROVAL_MS = 3 * 3600_000;
/** Where an execute may be under way, we wait longer: clocks differ, and a wrong "expired" would take money for nothing. */
const EXECUTION_MARGIN_MS = 30 * 60_000;

type Found = Exclude<Finding, { kind: 'not_confirmed' }>;

/** What a payment says about its attempt. Amount and currency are PayPal's own. */
export function findingOf(payment: Payment, attempt: AttemptRef, nowMs = Date.now()): Found {
  if (payment.attemptId !== attempt.attemptId) return unknown('odd_answer', null);
  const [sale] = payment.takings;
  if (payment.intent === 'sale' && sale) return saleOutcome(sale, payment.id);
  if (payment.authorization) return authorizationOutcome(payment.authorization, payment);
  return untakenFinding(payment, attempt, nowMs);
}

function saleOutcome(sale: Taking, intentId: string): Outcome {
  switch (sale.state) {
    case 'completed':
    // What went back later was taken before.
    case 'partially_refunded':
    case 'refunded':
    case 'reversed':
      return {
        kind: 'succeeded',
        intentId,
        transactionId: sale.id,
        ...sale.amount,
        card: null,
        fee: sale.transaction_fee ?? null,
      };
    case 'pending':
      return { kind: 'processing', intentId };
    case 'denied':
      return { kind: 'failed', reason: 'card_declined', code: 'denied', intentId };
    default:
      return assertNever(sale.state);
  }
}

function authorizationOutcome(authorization: Authorization, { id: intentId, takings }: Payment): Outcome {
  const authorized: Outcome = {
    kind: 'authorized',
    intentId,
    transactionId: authorization.id,
    ...authorization.amount,
    card: null,
  };
  switch (authorization.state) {
    case 'authorized':
    case 'partially_captured':
    case 'captured':
      return authorized;
    case 'voided':
    case 'expired':
      return takings.length > 0
        ? authorized
        : { kind: 'failed', reason: 'abandoned', code: authorization.state, intentId };
    case 'pending':
      return { kind: 'processing', intentId };
    case 'denied':
      return { kind: 'failed', reason: 'card_declined', code: 'denied', intentId };
    default:
      return assertNever(authorization.state);
  }
}

/** Nothing was taken so far. Only we can execute, so what we have not asked for needs no caution. */
function untakenFinding(payment: Payment, attempt: AttemptRef, nowMs: number): Found {
  const { id: intentId, failureReason, payerId, approvalUrl } = payment;
  if (payment.state === 'failed')
    return { kind: 'failed', reason: reasonOf(failureReason), code: failureReason ?? 'failed', intentId };
  if (payment.state === 'approved') return unknown('odd_answer', intentId);
  const lastsMs = attempt.completing ? APPROVAL_MS + EXECUTION_MARGIN_MS : APPROVAL_MS;
  if (nowMs - attempt.createdAt.getTime() > lastsMs)
    return { kind: 'failed', reason: 'abandoned', code: 'expired', intentId };
  if (payerId) return { kind: 'approved', intentId, approval: payerId };
  return approvalUrl
    ? { kind: 'requires_action', intentId, nextAction: { type: 'redirect', url: approvalUrl } }
    : unknown('odd_answer', intentId);
}

export const unknown = (cause: string, intentId: string | null): Extract<Outcome, { kind: 'unknown' }> => ({
  kind: 'unknown',
  cause,
  intentId,
});

export function refundOutcomeOf({ id, state }: Refund): RefundOutcome {
  switch (state) {
    case 'completed':
      return { kind: 'succeeded', gatewayRefundId: id };
    case 'pending':
      return { kind: 'pending', gatewayRefundId: id };
    case 'failed':
    case 'cancelled':
      return { kind: 'failed', code: state, gatewayRefundId: id };
    default:
      return assertNever(state);
  }
}
