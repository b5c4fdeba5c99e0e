import { Injectable } from '@nestjs/common';
import type { Failed } from '../outcome.js';
import type { CardToken, PaymentSource } from './card-details.js';

@Injectable()
export class Tokeniser {
  async tokenise(
    source: PaymentSource,
    _gateway: string,
    _attemptId: string,
    _deadline: Date,
  ): Promise<CardToken | Failed> {
    if (source.kind === 'token') return { kind: 'token', gatewayToken: source.token, card: null };
    if (source.kind === 'none') return { kind: 'token', gatewayToken: null, card: null };
    return { kind: 'failed', reason: 'not_attempted', code: 'no_tokeniser', intentId: null };
  }
}
