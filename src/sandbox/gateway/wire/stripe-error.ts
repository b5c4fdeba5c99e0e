/** The body of an error as Stripe words it, without the envelope. */
export interface StripeErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  doc_url?: string;
  payment_intent?: object;
  payment_method?: object;
}

/**
 * A refusal that the caller sees. What the handler put into its commit before throwing is kept: a declined confirm
 * leaves a failed charge behind.
 */
export class StripeError extends Error {
  readonly body: StripeErrorBody;

  constructor(
    readonly status: number,
    body: StripeErrorBody,
  ) {
    super(body.message);
    this.body = body.code ? { ...body, doc_url: docUrl(body.code) } : body;
  }

  /**
   * Stripe keeps an answer under its idempotency key once the endpoint has started to work, whatever the answer is;
   * parameters that never passed validation leave the key free.
   */
  get isKept(): boolean {
    return this.status === 402 || this.body.payment_intent !== undefined || this.status >= 500;
  }
}

export function missing(param: string): StripeError {
  return invalid(param, `Missing required param: ${param}.`, 'parameter_missing');
}

export function invalid(param: string, message: string, code?: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, param, ...(code ? { code } : {}) });
}

/** A path that names something we do not have is 404, a parameter that does is 400, as in Stripe's API. */
export function noSuch(what: string, id: string, param: string, status: 400 | 404 = 404): StripeError {
  return new StripeError(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  });
}

export function unexpectedState(message: string, paymentIntent: object): StripeError {
  return new StripeError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: paymentIntent,
  });
}

function docUrl(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;
}
