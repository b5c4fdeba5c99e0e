import type { CardFailure, TokeniseAnswer } from '../../payments/card-data/protocol.js';
import type { Card } from '../card.js';
import type { Shredder } from '../shredder.js';

/** One POST to a gateway. The body holds the card. */
export interface GatewayPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How a gateway is given a card, and what its answers mean. Nothing here can move money. */
export interface Provider {
  /** `key` makes repeats one and the same; what holds card data is kept for the shredder. */
  post(card: Card, key: string, shredder: Shredder): GatewayPost;
  /** `body` is the answer's JSON, `undefined` where it is none. Whatever is no definite no is `not_attempted`. */
  read(status: number, body: unknown): TokeniseAnswer;
}

export const notAttempted = (code: string): CardFailure => ({
  kind: 'failed',
  reason: 'not_attempted',
  code,
});
