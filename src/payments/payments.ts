import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { DomainError } from '../shared/problem.js';
import type { PaymentSource } from './card-data/card-details.js';
import { Tokeniser } from './card-data/tokeniser.js';
import type {
  AttemptRef,
  CaptureRequest,
  GatewayMovement,
  RefundRequest,
  VerifiedWebhook,
  WebhookSubject,
} from './gateways/gateway.port.js';
import { Gateways } from './gateways/registry.js';
import type { CaptureOutcome, Finding, Outcome, RefundOutcome } from './outcome.js';

/** An attempt and where it is handled. */
export interface GatewayAttempt extends Omit<AttemptRef, 'returnUrl'> {
  readonly gateway: string;
}

/**
 * What orders asks of payments. Values in, values out; nothing here opens a transaction or changes an order, and
 * nothing here may be called inside one.
 */
@Injectable()
export class Payments {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly gateways: Gateways,
    private readonly tokeniser: Tokeniser,
  ) {}

  /** The gateways that exist, by name. */
  get gatewayNames(): readonly string[] {
    return this.gateways.names;
  }

  /** Whether the gateway did not answer when it was last asked. */
  isDown(gateway: string): boolean {
    return this.gateways.get(gateway).isDown;
  }

  /** The refusal of card data that do not open, to be thrown before anything is written. */
  async checkSource(source: PaymentSource): Promise<DomainError | undefined> {
    const isEncrypted = source.kind === 'envelope' || source.kind === 'fields';
    return isEncrypted ? this.tokeniser.check(source) : undefined;
  }

  /** Card data to token, token to money. Bounded by the deadline; never throws for what a gateway does. */
  async charge(attempt: GatewayAttempt, source: PaymentSource, deadline: Date): Promise<Outcome> {
    const token = await this.tokeniser.tokenise(source, attempt.gateway, attempt.attemptId, deadline);
    if (token.kind === 'failed') return token;
    const request = { ...this.refOf(attempt), token: token.gatewayToken, deadline };
    return this.gateways.get(attempt.gateway).charge(request);
  }

  ask(attempt: GatewayAttempt): Promise<Finding> {
    return this.gateways.get(attempt.gateway).ask(this.refOf(attempt));
  }

  complete(attempt: GatewayAttempt, approval: string): Promise<Outcome> {
    return this.gateways.get(attempt.gateway).complete(this.refOf(attempt), approval);
  }

  cancel(attempt: GatewayAttempt): Promise<Outcome> {
    return this.gateways.get(attempt.gateway).cancel(this.refOf(attempt));
  }

  capture(attempt: GatewayAttempt, request: Omit<CaptureRequest, 'attempt'>): Promise<CaptureOutcome> {
    return this.gateways.get(attempt.gateway).capture({ ...request, attempt: this.refOf(attempt) });
  }

  refund(gateway: string, request: RefundRequest): Promise<RefundOutcome> {
    return this.gateways.get(gateway).refund(request);
  }

  resolveWebhook(gateway: string, webhook: VerifiedWebhook): Promise<WebhookSubject> {
    return this.gateways.get(gateway).resolveWebhook(webhook);
  }

  /** The gateway's own books, for `verify`. */
  movements(gateway: string, since: Date): AsyncIterable<GatewayMovement> {
    return this.gateways.get(gateway).movements(since);
  }

  private refOf(attempt: GatewayAttempt): AttemptRef {
    return { ...attempt, returnUrl: `${this.config.publicUrl}/payment/return/${attempt.attemptId}` };
  }
}
