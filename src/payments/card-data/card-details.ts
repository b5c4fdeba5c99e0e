import type { CardSummary } from '../outcome.js';

/** What a card has become: a gateway's token, and what may be shown of it. */
export interface CardToken {
  readonly kind: 'token';
  readonly gatewayToken: string | null;
  readonly card: CardSummary | null;
}

/** Card data encrypted with one of our keys: as a whole, or number and cvv each on its own. */
export type EncryptedSource =
  | { readonly kind: 'envelope'; readonly jwe: string }
  | {
      readonly kind: 'fields';
      readonly cardNumber: string;
      readonly cvv: string;
      readonly expiryDate: string;
    };

/** How a customer pays: a token of the gateway's own, or a card that only the tokeniser can open. */
export type PaymentSource =
  /** The method needs nothing of the customer yet. */
  { readonly kind: 'none' } | { readonly kind: 'token'; readonly token: string } | EncryptedSource;

export const EXPIRY = /^(0[1-9]|1[0-2])\/(\d{2})$/;
