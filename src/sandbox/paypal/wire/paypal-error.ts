/** developer.paypal.com/api/deprecated/payments/v1, "Errors", read 2026-11. */
const ERRORS = {
  AUTHORIZATION_ALREADY_COMPLETED: [400, 'Capture refused - this authorization has already been completed.'],
  AUTHORIZATION_CANNOT_BE_VOIDED: [400, 'Authorization is in captured state and hence cannot be voided.'],
  AUTHORIZATION_VOIDED: [400, 'Authorization has been voided.'],
  CAPTURE_AMOUNT_LIMIT_EXCEEDED: [400, 'Capture amount specified exceeded allowable limit.'],
  CURRENCY_MISMATCH: [
    400,
    'Currency provided in the request must match the currency of the parent order or authorization.',
  ],
  CURRENCY_NOT_ALLOWED: [400, 'Currency is not supported.'],
  FULL_REFUND_NOT_ALLOWED_AFTER_PARTIAL_REFUND: [
    400,
    'Full refund refused - partial refund has already been done on this payment.',
  ],
  INSTRUMENT_DECLINED: [
    400,
    "The instrument presented was either declined by the processor or bank, or it can't be used for this payment.",
  ],
  INTERNAL_SERVICE_ERROR: [500, 'An internal service error has occurred.'],
  INVALID_PAYER_ID: [400, 'Payer ID is invalid.'],
  INVALID_RESOURCE_ID: [404, 'The requested resource ID was not found.'],
  MALFORMED_REQUEST: [400, 'JSON request is malformed.'],
  NOT_IMPLEMENTED: [501, 'Not implemented.'],
  PAYMENT_ALREADY_DONE: [400, 'Payment has been done already for this cart.'],
  PAYMENT_EXPIRED: [400, 'The payment is expired.'],
  PAYMENT_NOT_APPROVED_FOR_EXECUTION: [400, 'Payer has not approved payment.'],
  PAYMENT_REQUEST_ID_INVALID: [400, 'PayPal request ID is invalid. Please try a different one.'],
  PAYMENT_STATE_INVALID: [400, 'This request is invalid due to the current state of the payment.'],
  REFUND_EXCEEDED_TRANSACTION_AMOUNT: [
    400,
    'Refund refused - the requested refund amount would exceed the amount of transaction being refunded.',
  ],
  RESOURCE_NOT_FOUND: [404, 'The specified resource does not exist.'],
  TRANSACTION_ALREADY_REFUNDED: [
    400,
    'Refund transaction refused - this transaction has already been refunded.',
  ],
  TRANSACTION_REFUSED: [400, 'This request was refused.'],
  UNPROCESSABLE_ENTITY: [422, 'The requested action could not be performed.'],
  VALIDATION_ERROR: [400, 'Invalid request - see details.'],
  WEBHOOK_URL_ALREADY_EXISTS: [400, 'Webhook URL already exists.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

type ErrorName = keyof typeof ERRORS;

interface ErrorDetail {
  field?: string;
  issue: string;
}

/**
 * A refusal that the caller sees. What the handler put into its commit before throwing is kept: a declined execute
 * leaves a failed payment behind.
 */
export class PayPalError extends Error {
  private constructor(
    readonly status: number,
    private readonly facts: object,
    /** Whether a repeat under the same `PayPal-Request-Id` gets it again; a refusal that decided nothing leaves it free. */
    readonly isKept = false,
  ) {
    super(`answered ${status}`);
  }

  static named(name: ErrorName, details?: ErrorDetail[]): PayPalError {
    const [status, message] = ERRORS[name];
    const information_link = `https://developer.paypal.com/docs/api/payments/v1/#error-${name}`;
    const facts = { name, message, information_link, ...(details && { details }) };
    return new PayPalError(status, facts, name === 'INSTRUMENT_DECLINED');
  }

  /** In the words of OAuth 2.0, which has a shape of its own. */
  static oauth(status: 400 | 401, error: string, description: string): PayPalError {
    return new PayPalError(status, { error, error_description: description });
  }

  body(debugId: string): object {
    return { ...this.facts, debug_id: debugId };
  }
}
