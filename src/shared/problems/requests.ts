import type { Problem } from './problem-kind.js';

/** What is wrong with a request whatever it is about: its shape, its caller, its key. */
export const requestProblems = {
  validation_failed: {
    status: 400,
    error: 'Validation failed',
    detail: 'The request does not have the required shape.',
  },
  malformed_body: { status: 400, error: 'Validation failed', detail: 'The body is not well-formed JSON.' },
  idempotency_key_required: {
    status: 400,
    error: 'Validation failed',
    detail: 'Sent twice, this request would have its effect twice: it needs an Idempotency-Key header.',
  },
  password_reset_invalid: {
    status: 400,
    error: 'Password reset not valid',
    detail: 'The token was used, replaced by that of a newer mail, or has expired: ask for a new one.',
  },
  unauthorized: { status: 401, error: 'Unauthorized', detail: 'A valid bearer token is required.' },
  invalid_credentials: { status: 401, error: 'Unauthorized', detail: 'E-mail and password do not match.' },
  forbidden: {
    status: 403,
    error: 'Forbidden',
    detail: 'Neither the role nor the scopes of this token allow this.',
  },
  account_required: {
    status: 403,
    error: 'Account required',
    detail: 'Only an account can take orders over: register, or log in.',
  },
  not_found: { status: 404, error: 'Not found', detail: 'There is nothing at this address.' },
  email_taken: {
    status: 409,
    error: 'E-mail already registered',
    detail: 'Log in, or register another address.',
  },
  request_in_progress: {
    status: 409,
    error: 'Request in progress',
    detail: 'The same request is still running; try again shortly.',
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
  not_ready: { status: 503, error: 'Not ready', detail: 'A dependency is not reachable.' },
} as const satisfies Record<string, Problem>;
