import type { FailureReason } from '../outcome.js';
import type { CardToken, EncryptedSource } from './card-details.js';

// What api and tokeniser say to each other over their socket, as JSON. Card data crosses it encrypted only.

/** `POST /check`: does it open? Nothing is kept. */
export interface CheckRequest {
  readonly source: EncryptedSource;
}
export type CheckAnswer = { readonly kind: 'opens' } | SourceRefusal;

/** `POST /tokenise`: have the gateway keep the card. */
export interface TokeniseRequest extends CheckRequest {
  readonly gateway: string;
  /** The gateway's idempotency key, made from the attempt's id. */
  readonly key: string;
  /** The time that is left: clocks of two processes need not agree. */
  readonly deadlineMs: number;
}
export type TokeniseAnswer = CardToken | CardFailure | SourceRefusal;

/** The card became no token, and no money moved: refused by the gateway, or it could not be asked. */
export interface CardFailure {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  readonly code: string;
}

/** Why card data do not open, as the code of the problem that the customer is told. */
export type SourceRefusal =
  | { readonly kind: 'refused'; readonly code: 'card_data_unreadable' }
  | { readonly kind: 'refused'; readonly code: 'card_key_expired'; readonly currentKid: string };

/** `GET /keys`: the keys that still open, newest first. */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

export interface PublicKey {
  readonly kty: string;
  readonly crv: string;
  readonly kid: string;
  readonly x: string;
  readonly y: string;
  readonly use: string;
  readonly alg: string;
}
