import { randomUUID } from 'node:crypto';
import type {
  AttemptRef,
  GatewayMovement,
  PaymentGateway,
  VerifiedWebhook,
} from '../../src/payments/gateways/gateway.port.js';
import type { PaymentMethodName } from '../../src/payments/methods.js';
import type { FailureReason, Outcome } from '../../src/payments/outcome.js';
import type { Fault } from '../support/gateway.js';
import type { Inbox, Letter } from './inbox.js';

/** What a card or an account does, at once and later. */
export type Customer = 'pays' | 'declined' | 'refund_fails' | 'refund_pending' | 'disputes';

/** The calls of a payment; `take` is the one that the customer's money moves by, or is promised by. */
export type Step = 'create' | 'take' | 'capture' | 'release' | 'refund' | 'read';

/** A payment that only waits for being asked for. */
export interface Ready {
  readonly attempt: AttemptRef;
  /** Made again it is a repeat under the same ids. */
  take(by?: PaymentGateway): Promise<Outcome>;
}

/** A line of the provider's own book. */
export type BookEntry = Pick<GatewayMovement, 'kind' | 'attemptId' | 'refundId' | 'amountMinor' | 'currency'>;

/** A provider as the contract needs it: our adapter for it, its customers, its own book. */
export interface Provider {
  readonly gateway: PaymentGateway;
  /** The same, and it waits for an answer only for a moment. */
  readonly hasty: PaymentGateway;
  readonly method: PaymentMethodName;
  readonly reasonOfDecline: FailureReason;
  /** Whether a customer's money may still be asked for after the attempt was cancelled, so that the provider must refuse. */
  readonly mayTakeLate: boolean;
  charge(attempt: AttemptRef, by?: PaymentGateway): Promise<Outcome>;
  ready(customer: Customer, change?: Partial<AttemptRef>): Promise<Ready>;
  book(): Promise<readonly BookEntry[]>;
  readonly box: Box;
  stop(): Promise<void>;
}

/** What only a sandbox of ours can do. */
export interface Box {
  fault(step: Step, fault: Omit<Fault, 'operation'>): Promise<void>;
  clearFaults(): Promise<void>;
  /** The webhooks that the provider has sent. */
  readonly inbox: Inbox;
  /** The same letter as if it had been sent long ago. */
  aged(letter: Letter): Letter;
  /** A webhook about something that is none of ours. */
  foreign(): Promise<VerifiedWebhook>;
}

export const USD = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

/** An attempt as orders makes it: committed, and not sent yet. */
export function anAttempt(method: PaymentMethodName, change: Partial<AttemptRef> = {}): AttemptRef {
  return {
    attemptId: randomUUID(),
    orderNumber: `ORD-${randomUUID().slice(0, 8).toUpperCase()}`,
    method,
    amount: USD(15_038),
    capturesLater: false,
    intentId: null,
    returnUrl: 'http://127.0.0.1/payment/return',
    createdAt: new Date(),
    completing: false,
    ...change,
  };
}
