import type { Money } from '../../shared/money.js';
import type { Finding, Outcome, RefundOutcome } from '../outcome.js';

/** An attempt as a gateway needs to know it. All keys are made from `attemptId`, which is stored before any call. */
export interface AttemptRef {
  readonly attemptId: string;
  readonly orderNumber: string;
  readonly amount: Money;
  /** The gateway's id, where its answer reached us. */
  readonly intentId: string | null;
  readonly createdAt: Date;
}

export interface ChargeRequest extends AttemptRef {
  readonly token: string;
  /** Where the customer comes back to after a redirect. */
  readonly returnUrl: string;
  /** No call starts after this, and none lasts beyond it. */
  readonly deadline: Date;
}

export interface RefundRequest {
  readonly refundId: string;
  readonly intentId: string;
  readonly amount: Money;
  /** Set from the second time on: the gateway is asked for this refund before it is sent again. */
  readonly sentBefore: boolean;
}

/** A webhook whose signature was right. `objectId` is what the event is about; it is read again, never believed. */
export interface VerifiedWebhook {
  readonly eventId: string;
  readonly type: string;
  readonly objectId: string | null;
}

/**
 * A payment provider. Every method is called outside transactions, is bounded by its own deadline, and answers with
 * what is known instead of throwing: whatever is not definite is `unknown`.
 */
export interface PaymentGateway {
  readonly name: string;
  /** Takes the money. Repeats under the same keys are one payment. */
  charge(request: ChargeRequest): Promise<Outcome>;
  /** What became of the attempt. Changes nothing. */
  ask(attempt: AttemptRef): Promise<Finding>;
  /** Ends the attempt unless it is final; `failed` only where the gateway can no longer take the money. */
  cancel(attempt: AttemptRef): Promise<Outcome>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  /** `undefined` where signature or age is wrong. `raw` is the body as it arrived. */
  verifyWebhook(raw: Buffer, headers: Readonly<Record<string, unknown>>): VerifiedWebhook | undefined;
  /** What a webhook is about, in our ids; read from the gateway, not from the webhook. */
  resolveWebhook(webhook: VerifiedWebhook): Promise<WebhookSubject>;
}

export type WebhookSubject =
  | { readonly kind: 'attempt'; readonly attemptId: string }
  | { readonly kind: 'refund'; readonly refundId: string; readonly outcome: RefundOutcome }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unreachable' };
