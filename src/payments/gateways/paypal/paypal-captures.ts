import paypal from 'paypal-rest-sdk';
import { type CaptureOutcome, UNDECIDED } from '../../outcome.js';
import type { CaptureRequest } from '../gateway.port.js';
import type { PayPalClient, SdkCall } from './paypal-client.js';
import { causeOf, refusalOf } from './paypal-error.js';
import { totalOf } from './paypal-money.js';
import {
  about,
  type Authorization,
  type Payment,
  readAuthorization,
  readTaking,
  type Taking,
} from './paypal-objects.js';
import type { PayPalPayments } from './paypal-payments.js';

/** The SDK's types leave it out: `void` cannot be declared as a function. */
const { authorization } = paypal as unknown as {
  authorization: typeof paypal.authorization & { void(id: string, ...rest: Parameters<SdkCall>): void };
};

/** Takes parts of an authorisation and lets the rest of it go, each under its own key. */
export class PayPalCaptures {
  constructor(
    private readonly client: PayPalClient,
    private readonly payments: PayPalPayments,
  ) {}

  async send(request: CaptureRequest): Promise<CaptureOutcome> {
    const deadline = this.client.deadline();
    try {
      const known = request.sentBefore ? await this.find(request, deadline) : undefined;
      return known ?? (await this.take(request, deadline));
    } catch (error) {
      return this.lookAfter(error, request, deadline);
    }
  }

  private take(request: CaptureRequest, deadline: Date): Promise<CaptureOutcome> {
    return isRelease(request) ? this.release(request, deadline) : this.capture(request, deadline);
  }

  private async capture(request: CaptureRequest, deadline: Date): Promise<CaptureOutcome> {
    const { transactionId, amount, isLast, captureId } = request;
    const part = { amount: totalOf(amount), is_final_capture: isLast };
    const answer = await this.client.call(
      deadline,
      (config, done) => authorization.capture(transactionId, part, config, done),
      `${captureId}:capture`,
    );
    return captureOutcomeOf(about(amount, readTaking(answer)));
  }

  private async release(
    { transactionId, captureId }: CaptureRequest,
    deadline: Date,
  ): Promise<CaptureOutcome> {
    const answer = await this.client.call(
      deadline,
      (config, done) => authorization.void(transactionId, config, done),
      `${captureId}:void`,
    );
    return releaseOutcomeOf(readAuthorization(answer)) ?? { kind: 'unknown', cause: 'odd_answer' };
  }

  /** A refusal is looked into as well: an earlier try may have arrived meanwhile, and the no be its echo. */
  private async lookAfter(error: unknown, request: CaptureRequest, deadline: Date): Promise<CaptureOutcome> {
    const unknown: CaptureOutcome = { kind: 'unknown', cause: causeOf(error) };
    try {
      const known = await this.find(request, deadline);
      if (known) return known;
    } catch {
      return unknown;
    }
    const code = refusalOf(error);
    return code ? { kind: 'failed', code } : unknown;
  }

  private async find(request: CaptureRequest, deadline: Date): Promise<CaptureOutcome | undefined> {
    const payment = await this.payments.find(request.attempt, deadline);
    if (!payment) return undefined;
    if (isRelease(request)) return payment.authorization && releaseOutcomeOf(payment.authorization);
    const made = captureAt(payment, request);
    return made && captureOutcomeOf(made);
  }
}

const isRelease = ({ amount, isLast }: CaptureRequest): boolean => amount.amountMinor === 0 && isLast;

/** A capture has no reference of ours, but parts are taken one after the other: ours began where the earlier ones ended. */
function captureAt(
  { takings }: Payment,
  { capturedBeforeMinor, amount }: CaptureRequest,
): Taking | undefined {
  let beforeMinor = 0;
  for (const taking of takings.filter(({ state }) => state !== 'denied')) {
    const { amountMinor } = taking.amount;
    if (beforeMinor === capturedBeforeMinor && amountMinor === amount.amountMinor) return taking;
    beforeMinor += amountMinor;
  }
  return undefined;
}

function captureOutcomeOf({ id, state, transaction_fee }: Taking): CaptureOutcome {
  if (state === 'pending') return { kind: 'unknown', cause: UNDECIDED };
  return state === 'denied'
    ? { kind: 'failed', code: state }
    : { kind: 'succeeded', gatewayCaptureId: id, fee: transaction_fee ?? null };
}

/** Nothing is left of it, for whatever reason; `undefined` while something is. */
function releaseOutcomeOf({ id, state }: Authorization): CaptureOutcome | undefined {
  return state === 'voided' || state === 'expired' || state === 'captured'
    ? { kind: 'succeeded', gatewayCaptureId: id, fee: null }
    : undefined;
}
