/**
 * Payments: how money is asked for, and what a gateway said.
 * Owns gateways, card keys, stored webhooks, and the attempt, refund and ledger rows (written by orders' SQL).
 * Gives values: charge, ask, cancel, refund. Whatever a gateway does not say clearly is `unknown`.
 * Never: changes an order, opens a transaction around a call, lets card data out of `tokenise`.
 * Start reading at payments.ts, then gateways/gateway.port.ts and outcome.ts.
 */
export { EXPIRY, type PaymentSource } from './card-data/card-details.js';
export type { GatewayMovement, WebhookSubject } from './gateways/gateway.port.js';
export { labelOf, type PaymentMethodName } from './methods.js';
export {
  type CaptureOutcome,
  type CardSummary,
  type DisputeFacts,
  type DisputeStatus,
  FAILURE_REASONS,
  type FailureReason,
  type Fee,
  type NextAction,
  type Outcome,
  type RefundOutcome,
} from './outcome.js';
export { type OfferedMethod, PaymentMethods } from './payment-methods.js';
export { type GatewayAttempt, Payments } from './payments.js';
export { PaymentsModule } from './payments.module.js';
export type { WebhookJob } from './webhooks/store-webhook.use-case.js';
export { Webhooks } from './webhooks/webhook.repository.js';
