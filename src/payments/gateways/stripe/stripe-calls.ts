import { Stripe } from 'stripe';
import { callGateway, DeadlinePassed, TimedOut } from '../call-gateway.js';

/**
 * Calls Stripe under one key, inside a deadline. Connection errors, 409 and 429 are tried again under the same key;
 * a 5xx and a time-out are not: Stripe replays a stored 5xx, and what timed out may have happened.
 */
export function callStripe<T>(
  deadline: Date,
  callMs: number,
  call: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  return callGateway({ callMs, isRetryable }, deadline, call);
}

/**
 * The object that was asked for by its id, and no other: the SDK resolves a 5xx whose JSON has no `error` as success,
 * and an empty object must not pass for one that is none of ours.
 */
export async function withId<T extends { readonly id: string }>(id: string, answer: Promise<T>): Promise<T> {
  const object = await answer;
  if (object?.id !== id) throw new Error('odd answer to retrieve');
  return object;
}

function isRetryable(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeConnectionError) return !isTimeout(error);
  return error instanceof Stripe.errors.StripeError && (error.statusCode === 409 || error.statusCode === 429);
}

function isTimeout(error: InstanceType<typeof Stripe.errors.StripeConnectionError>): boolean {
  return error.message.includes('timeout');
}

/** A short word for logs and `failure_code`: never the SDK's own text, which may quote the request. */
export function causeOf(error: unknown): string {
  if (error instanceof Stripe.errors.StripeConnectionError)
    return isTimeout(error) ? 'timeout' : 'connection_error';
  if (error instanceof Stripe.errors.StripeError) return error.code ?? `http_${error.statusCode ?? 'error'}`;
  if (error instanceof DeadlinePassed) return 'deadline_passed';
  return error instanceof TimedOut ? 'timeout' : 'odd_answer';
}
