import type { Money } from '../../shared/money.js';
import type { PaymentMethodName } from '../methods.js';
import type { CaptureOutcome, DisputeFacts, Fee, Finding, Outcome, RefundOutcome } from '../outcome.js';

/** An attempt as a gateway needs to know it. All keys are made from `attemptId`, which is stored before any call. */
export interface AttemptRef {
  readonly attemptId: string;
  readonly orderNumber: string;
  readonly method: PaymentMethodName;
  readonly amount: Money;
  /** Whether the money is only promised now and captured when the goods leave. */
  readonly capturesLater: boolean;
  /** The gateway's id, where its answer reached us. */
  readonly intentId: string | null;
  /** Where the customer comes back to after a redirect. */
  readonly returnUrl: string;
  readonly createdAt: Date;
  /** Whether money that the customer had approved was ever asked for: until then nobody but us can take it. */
  readonly completing: boolean;
}

export interface ChargeRequest extends AttemptRef {
  /** The gateway's token of a card or wallet; `null` for methods that need none. */
  readonly token: string | null;
  /** No call starts after this, and none lasts beyond it. */
  readonly deadline: Date;
}

/** A part of an authorisation that is taken; with `amountMinor` 0 and `isLast`, what is left of it is let go. */
export interface CaptureRequest {
  readonly captureId: string;
  readonly attempt: AttemptRef;
  /** The gateway's id of the authorisation: `Outcome.transactionId`. */
  readonly transactionId: string;
  readonly amount: Money;
  /** Nothing will be captured after this one: what is left is let go. */
  readonly isLast: boolean;
  /** What was captured of the authorisation before this request was first sent, in minor units. */
  readonly capturedBeforeMinor: number;
  /** The gateway is asked for this capture before it is sent again. */
  readonly sentBefore: boolean;
}

export interface RefundRequest {
  readonly refundId: string;
  readonly intentId: string;
  readonly amount: Money;
  /** Set from the second time on: the gateway is asked for this refund before it is sent again. */
  readonly sentBefore: boolean;
}

/**
 * A webhook whose signature was right. `objectId` is what the event is about; it is read again, never believed. Null where it
 * is about nothing of ours, or of a type that nobody subscribes to.
 */
export interface VerifiedWebhook {
  readonly eventId: string;
  readonly type: string;
  readonly objectId: string | null;
}

/** What a webhook is about, in our ids; read from the gateway, not from the webhook. */
export type WebhookSubject =
  | { readonly kind: 'attempt'; readonly attemptId: string }
  | { readonly kind: 'refund'; readonly refundId: string; readonly outcome: RefundOutcome }
  | { readonly kind: 'dispute'; readonly attemptId: string; readonly dispute: DisputeFacts }
  /** Money that arrived for an attempt and that no payment has taken. */
  | {
      readonly kind: 'funds';
      readonly attemptId: string;
      readonly availableMinor: number;
      readonly currency: string;
    }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unreachable' };

/** A movement of money as the gateway's own books have it. */
export interface GatewayMovement {
  readonly kind: 'captured' | 'refunded' | 'refund_failed' | 'disputed' | 'dispute_won';
  /** The gateway's id of the movement. */
  readonly gatewayId: string;
  /** The payment that it belongs to, in the gateway's words. */
  readonly intentId: string | null;
  /** Our ids, as the gateway has them in its metadata; `null`: the movement is none of ours, or lost its reference. */
  readonly attemptId: string | null;
  readonly refundId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly fee: Fee | null;
  readonly occurredAt: Date;
}

/**
 * A payment provider. Every method is called outside transactions, is bounded by its own deadline, and answers with
 * what is known instead of throwing: whatever is not definite is `unknown`. A repeat under the same ids is one movement.
 */
export interface PaymentGateway {
  readonly name: string;
  /** The methods that it offers. */
  readonly methods: readonly PaymentMethodName[];
  /** Takes the money, promises it, or tells what the customer has to do first. */
  charge(request: ChargeRequest): Promise<Outcome>;
  /** What became of the attempt. Changes nothing. */
  ask(attempt: AttemptRef): Promise<Finding>;
  /** Takes what the customer has approved (`Finding` of that kind). Called only after that was committed. */
  complete(attempt: AttemptRef, approval: string): Promise<Outcome>;
  /** Ends the attempt unless it is final; `failed` only where the gateway can no longer take the money. */
  cancel(attempt: AttemptRef): Promise<Outcome>;
  capture(request: CaptureRequest): Promise<CaptureOutcome>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  /** `undefined` where signature or age is wrong, `unreachable` where that cannot be told now. `raw` is the body as it arrived. */
  verifyWebhook(
    raw: Buffer,
    headers: Readonly<Record<string, unknown>>,
  ): Promise<VerifiedWebhook | 'unreachable' | undefined>;
  resolveWebhook(webhook: VerifiedWebhook): Promise<WebhookSubject>;
  /** The events that have to be subscribed to at the provider. */
  readonly webhookEvents: readonly string[];
  /** Subscribes `url` to `webhookEvents`; what the provider then wants in our settings, by variable. */
  subscribeWebhooks(url: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Everything that moved since, in no certain order, a page in memory at a time, for `verify`. Throws where the
   * gateway cannot be read; the message is a short word that may be shown.
   */
  movements(since: Date): AsyncIterable<GatewayMovement>;
}
