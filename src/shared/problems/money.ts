import type { Problem } from './problem-kind.js';

/** What is refused about payments, refunds, prices and documents. */
export const moneyProblems = {
  plaintext_card_data: {
    status: 400,
    error: 'Validation failed',
    detail:
      'Card data is accepted only encrypted (JWE) or as a gateway token. The number was neither logged nor stored.',
  },
  card_data_unreadable: {
    status: 400,
    error: 'Validation failed',
    detail: 'The encrypted card data cannot be opened: encrypt it again with a key of GET /payment/keys.',
  },
  card_key_expired: {
    status: 400,
    error: 'Validation failed',
    detail:
      'The card data were encrypted with a key that has been replaced: encrypt them again with currentKid.',
  },
  payment_failed: {
    status: 400,
    error: 'Payment failed',
    detail: 'The payment was declined; nothing was charged.',
  },
  invalid_payment_method: {
    status: 400,
    error: 'Invalid payment method',
    detail: 'The method is unknown or switched off, or the gateway does not accept the card.',
  },
  invalid_webhook_signature: {
    status: 400,
    error: 'Invalid signature',
    detail: 'The webhook was not stored.',
  },
  attempt_not_found: { status: 404, error: 'Payment not found', detail: 'There is no such payment.' },
  gateway_not_found: { status: 404, error: 'Gateway not found', detail: 'There is no such gateway.' },
  invoice_not_issued: {
    status: 404,
    error: 'Invoice not issued',
    detail:
      'An invoice is issued when its order is confirmed. Where Retry-After is given, it is about to be.',
  },
  credit_note_not_found: {
    status: 404,
    error: 'Credit note not found',
    detail: 'This order has no such credit note.',
  },
  no_pending_order: {
    status: 404,
    error: 'Order not found',
    detail: 'There is no order that waits for a payment.',
  },
  several_pending_orders: {
    status: 409,
    error: 'Several orders are pending',
    detail: 'Name the order to pay by its orderId.',
  },
  order_not_payable: {
    status: 409,
    error: 'Order cannot be paid',
    detail: 'The order no longer waits for a payment.',
  },
  total_changed: {
    status: 409,
    error: 'Total has changed',
    detail: 'The order would now cost something else than expectedTotal; the new totals are given.',
  },
  order_cannot_be_adjusted: {
    status: 409,
    error: 'Order cannot be adjusted',
    detail: 'Only an order that waits for its payment can come to cost something else.',
  },
  discount_exceeds_total: {
    status: 409,
    error: 'Discount exceeds total',
    detail: 'Nothing would be left to pay. The order is as it was; its figures are given.',
  },
  nothing_to_pay: {
    status: 409,
    error: 'Nothing to pay',
    detail: 'The order would cost nothing, and what is not paid is not ordered here.',
  },
  payment_outcome_pending: {
    status: 409,
    error: 'Payment outcome pending',
    detail:
      'A payment of this order is not decided yet. Nothing new is started until it is; try again shortly.',
  },
  order_not_paid: {
    status: 409,
    error: 'Order is not paid',
    detail: 'No money of this order has been captured: there is nothing to refund.',
  },
  refund_exceeds_captured: {
    status: 409,
    error: 'Refund exceeds payment',
    detail: 'No more can be refunded than was captured and is neither refunded nor disputed.',
  },
  refund_currency_mismatch: {
    status: 409,
    error: 'Refund in another currency',
    detail: 'Money goes back in the currency in which it came.',
  },
  refund_not_failed: {
    status: 409,
    error: 'Refund has not failed',
    detail: 'Only a refund that failed is tried again.',
  },
  refund_not_found: { status: 404, error: 'Refund not found', detail: 'This order has no such refund.' },
  payment_service_unavailable: {
    status: 500,
    error: 'Payment service unavailable',
    detail: 'The payment gateway could not be reached. Please try again later.',
  },
  webhook_not_verifiable: {
    status: 503,
    error: 'Webhook cannot be verified',
    detail:
      'The gateway that has to vouch for the webhook cannot be asked now; it was not stored. Send it again.',
  },
} as const satisfies Record<string, Problem>;
