import { Stripe } from 'stripe';
import type { CaptureOutcome } from '../../outcome.js';
import type { CaptureRequest } from '../gateway.port.js';
import { causeOf } from './stripe-calls.js';
import type { StripeIntents } from './stripe-intents.js';
import { feeOf, transactionOf } from './stripe-outcome.js';

/** Takes parts of an authorisation, each under its own key, and lets the rest go with the last. */
export class StripeCaptures {
  constructor(private readonly intents: StripeIntents) {}

  async send(request: CaptureRequest, deadline: Date): Promise<CaptureOutcome> {
    const { attempt, amount, capturedBeforeMinor } = request;
    const intentId = attempt.intentId;
    if (!intentId) return { kind: 'unknown', cause: 'no_intent' };
    try {
      const before = request.sentBefore ? await this.intents.retrieve(intentId, deadline) : undefined;
      if (before && isDone(before, request)) return doneOf(before, request);
      // Nothing was taken and nothing will be: the whole authorisation is given up.
      const givesUp = amount.amountMinor === 0 && capturedBeforeMinor === 0;
      const intent = givesUp
        ? await this.intents.cancel(intentId, attempt, deadline)
        : await this.intents.capture(intentId, request, deadline);
      return isDone(intent, request) ? doneOf(intent, request) : { kind: 'unknown', cause: 'odd_answer' };
    } catch (error) {
      const refused = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400;
      return refused ? { kind: 'failed', code: causeOf(error) } : { kind: 'unknown', cause: causeOf(error) };
    }
  }
}

/** Whether the intent shows what was asked for: so much taken in all and, with the last capture, nothing left over. */
function isDone(
  intent: Stripe.PaymentIntent,
  { amount, capturedBeforeMinor, isLast }: CaptureRequest,
): boolean {
  const taken = intent.amount_received === capturedBeforeMinor + amount.amountMinor;
  return taken && (!isLast || intent.status === 'succeeded' || intent.status === 'canceled');
}

function doneOf(intent: Stripe.PaymentIntent, { amount }: CaptureRequest): CaptureOutcome {
  if (amount.amountMinor === 0) return { kind: 'succeeded', gatewayCaptureId: intent.id, fee: null };
  const gatewayCaptureId = transactionOf(intent);
  return gatewayCaptureId
    ? { kind: 'succeeded', gatewayCaptureId, fee: feeOf(intent) }
    : { kind: 'unknown', cause: 'odd_answer' };
}
