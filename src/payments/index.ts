/**
 * Payments: how money is asked for, and what a gateway said.
 * Owns gateways, stored webhooks, and the attempt, refund and ledger rows (written by orders' SQL).
 * Gives values: charge, ask, cancel, refund. Whatever a gateway does not say clearly is `unknown`.
 * Never: changes an order, opens a transaction around a call, sees a card in the clear (that is the tokeniser's).
 * Start reading at payments.ts, then gateways/gateway.port.ts and outcome.ts.
 */
export { EXPIRY, type PaymentSource } from './card-data/card-details.js';
export { bookChecks } from './books/book-checks.js';
export { loadBooks } from './books/gateway-books.sql.js';
export { refundBookChecks } from './books/refund-book-checks.js';
export { attemptChecks } from './checks/attempt-checks.js';
export { ledgerChecks } from './checks/ledger-checks.js';
export { MONEY_OF_ROWS, REFERENCES } from './checks/money-rows.js';
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
  UNDECIDED,
} from './outcome.js';
export { type OfferedMethod, PaymentMethods } from './payment-methods.js';
export { type GatewayAttempt, Payments } from './payments.js';
export { PaymentsModule } from './payments.module.js';
export type { WebhookJob } from './webhooks/store-webhook.use-case.js';
export { type Subscription, subscriptions } from './webhooks/subscriptions.js';
export { Webhooks } from './webhooks/webhook.repository.js';
