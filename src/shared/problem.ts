/**
 * Every refusal of the product, by its stable code. `error` is the text of the specification where it has one;
 * the codes and texts are part of the contract (`docs/errors.md`) and never change their meaning.
 */
export const problems = {
  validation_failed: {
    status: 400,
    error: 'Validation failed',
    detail: 'The request does not have the required shape.',
  },
  malformed_body: { status: 400, error: 'Validation failed', detail: 'The body is not well-formed JSON.' },
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
  cart_empty: { status: 400, error: 'Cart is empty', detail: 'There is nothing to order.' },
  idempotency_key_required: {
    status: 400,
    error: 'Validation failed',
    detail: 'Sent twice, this request would have its effect twice: it needs an Idempotency-Key header.',
  },
  out_of_stock: {
    status: 400,
    error: 'Some items are out of stock',
    detail: 'Nothing was ordered. The items that are short are listed with what is available.',
  },
  destination_not_served: {
    status: 400,
    error: 'Destination is not served',
    detail: 'Something that is wanted is not shipped there, or not in this currency.',
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
  unauthorized: { status: 401, error: 'Unauthorized', detail: 'A valid bearer token is required.' },
  invalid_credentials: { status: 401, error: 'Unauthorized', detail: 'E-mail and password do not match.' },
  forbidden: { status: 403, error: 'Forbidden', detail: 'The role of this token does not allow this.' },
  account_required: {
    status: 403,
    error: 'Account required',
    detail: 'Only an account can take orders over: register, or log in.',
  },
  order_not_found: { status: 404, error: 'Order not found', detail: 'There is no such order.' },
  product_not_found: { status: 404, error: 'Product not found', detail: 'There is no such product.' },
  attempt_not_found: { status: 404, error: 'Payment not found', detail: 'There is no such payment.' },
  gateway_not_found: { status: 404, error: 'Gateway not found', detail: 'There is no such gateway.' },
  parcel_not_found: {
    status: 404,
    error: 'Parcel not found',
    detail: 'There is no such parcel.',
  },
  not_found: { status: 404, error: 'Not found', detail: 'There is nothing at this address.' },
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
  email_taken: {
    status: 409,
    error: 'E-mail already registered',
    detail: 'Log in, or register another address.',
  },
  order_cannot_be_cancelled: {
    status: 409,
    error: 'Order cannot be cancelled',
    detail: 'The order has left the house.',
  },
  units_not_cancellable: {
    status: 409,
    error: 'Units cannot be cancelled',
    detail: 'More units than the order has left to ship; nothing was cancelled. The figures are given.',
  },
  units_not_returnable: {
    status: 409,
    error: 'Units cannot be returned',
    detail:
      'Only units that have arrived, within the time for returns, and that are in no other return come back; nothing was opened. The figures are given.',
  },
  return_not_in_that_state: {
    status: 409,
    error: 'Return has moved on',
    detail: 'The return is not in a status from which this can happen.',
  },
  transition_not_allowed: {
    status: 409,
    error: 'Transition not allowed',
    detail: 'The order is not in a status from which this can happen.',
  },
  units_not_left_to_ship: {
    status: 409,
    error: 'Units not left to ship',
    detail: 'No more can be shipped than was ordered, is there, and has neither been shipped nor called off.',
  },
  tracking_number_used: {
    status: 409,
    error: 'Tracking number already used',
    detail: 'Another parcel of this carrier has this number; carriers give one again after months.',
  },
  parcel_already_delivered: {
    status: 409,
    error: 'Parcel already delivered',
    detail: 'Carrier and number of a parcel are corrected before it is delivered.',
  },
  delivered_before_shipped: {
    status: 409,
    error: 'Delivered before shipped',
    detail: 'A parcel arrives after it has left.',
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
  too_many_pending_orders: {
    status: 409,
    error: 'Too many pending orders',
    detail: 'Pay or cancel one of the pending orders first.',
  },
  request_in_progress: {
    status: 409,
    error: 'Request in progress',
    detail: 'The same request is still running; try again shortly.',
  },
  stock_is_held: {
    status: 409,
    error: 'Stock is held',
    detail: 'Orders hold units that would be gone: cancel or ship some of them first.',
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
  order_already_claimed: {
    status: 409,
    error: 'Order already claimed',
    detail: 'The order belongs to another account.',
  },
  order_of_another_email: {
    status: 409,
    error: 'Order of another e-mail',
    detail: 'An order is claimed by the account of the address that its mails go to.',
  },
  return_not_found: { status: 404, error: 'Return not found', detail: 'There is no such return.' },
  refund_not_found: { status: 404, error: 'Refund not found', detail: 'This order has no such refund.' },
  link_expired: {
    status: 410,
    error: 'Link has expired',
    detail: 'Links in mails stop working after a while. With an account, log in to see the order.',
  },
  body_too_large: { status: 413, error: 'Request too large', detail: 'A body may have 64 kB.' },
  unsupported_media_type: { status: 415, error: 'Unsupported media type', detail: 'Send application/json.' },
  idempotency_key_reused: {
    status: 422,
    error: 'Idempotency key reused',
    detail: 'This key was used for another request. A new request, or a new card, needs a new key.',
  },
  internal_error: {
    status: 500,
    error: 'Internal server error',
    detail: 'The fault is ours and has been logged.',
  },
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
  not_ready: { status: 503, error: 'Not ready', detail: 'A dependency is not reachable.' },
} as const satisfies Record<string, { status: number; error: string; detail: string }>;

export type ProblemCode = keyof typeof problems;

/** What a refusal tells beside its code. `retryAfterSeconds` becomes the `Retry-After` header. */
export type ProblemFacts = Readonly<Record<string, unknown>> & {
  readonly retryAfterSeconds?: number;
  /** Taken: the HTTP status. An order's is `orderStatus`. */
  readonly status?: never;
};

/** A refusal that the caller is told about. Anything else that is thrown is a bug and becomes a 500. */
export class DomainError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly facts: ProblemFacts = {},
  ) {
    super(code);
  }
}
