import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { DomainError } from '../shared/problem.js';
import type { PaymentSource } from './card-data/card-details.js';
import { Tokeniser } from './card-data/tokeniser.js';
import type { AttemptRef, RefundRequest, WebhookSubject } from './gateways/gateway.port.js';
import { Gateways } from './gateways/registry.js';
import type { Finding, Outcome, RefundOutcome } from './outcome.js';

/** An attempt and where it is handled. */
export interface GatewayAttempt extends AttemptRef {
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

  /** The refusal of card data that do not open, to be thrown before anything is written. */
  async checkSource(source: PaymentSource): Promise<DomainError | undefined> {
    return source.kind === 'token' ? undefined : this.tokeniser.check(source);
  }

  /** Card data to token, token to money. Bounded by the deadline; never throws for what a gateway does. */
  async charge(attempt: GatewayAttempt, source: PaymentSource, deadline: Date): Promise<Outcome> {
    const gateway = this.gateways.get(attempt.gateway);
    const token = await this.tokeniser.tokenise(source, attempt.gateway, attempt.attemptId, deadline);
    if (token.kind === 'failed') return token;
    const returnUrl = `${this.config.publicUrl}/payment/return/${attempt.attemptId}`;
    return gateway.charge({ ...attempt, token: token.gatewayToken, returnUrl, deadline });
  }

  ask(attempt: GatewayAttempt): Promise<Finding> {
    return this.gateways.get(attempt.gateway).ask(attempt);
  }

  cancel(attempt: GatewayAttempt): Promise<Outcome> {
    return this.gateways.get(attempt.gateway).cancel(attempt);
  }

  refund(gateway: string, request: RefundRequest): Promise<RefundOutcome> {
    return this.gateways.get(gateway).refund(request);
  }

  resolveWebhook(
    gateway: string,
    webhook: { eventId: string; type: string; objectId: string | null },
  ): Promise<WebhookSubject> {
    return this.gateways.get(gateway).resolveWebhook(webhook);
  }
}
