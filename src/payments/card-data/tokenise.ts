import { Injectable } from '@nestjs/common';
import { DomainError } from '../../shared/problem.js';
import type { PaymentGateway } from '../gateways/gateway.port.js';
import type { Outcome } from '../outcome.js';
import { CardEnvelopes } from './card-envelope.js';
import type { CardToken, PaymentSource } from './card-details.js';

/**
 * The one place where a card number exists: it is opened, handed to the gateway for a token, and forgotten. Nothing
 * that comes out of here is card data.
 */
@Injectable()
export class Tokeniser {
  constructor(private readonly envelopes: CardEnvelopes) {}

  /** A gateway token for the source; `failed` where the gateway refuses the card or cannot be reached. */
  async tokenise(
    source: PaymentSource,
    gateway: PaymentGateway,
    attemptId: string,
    deadline: Date,
  ): Promise<CardToken | Extract<Outcome, { kind: 'failed' }>> {
    if (source.kind === 'token') return { kind: 'token', gatewayToken: source.token, card: null };
    try {
      const card = await this.envelopes.open(source);
      return await gateway.tokenise(card, `${attemptId}:token`, deadline);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { kind: 'failed', reason: 'invalid_card_details', code: error.code, intentId: null };
    }
  }
}
