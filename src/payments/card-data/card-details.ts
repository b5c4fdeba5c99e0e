import type { CardSummary } from '../outcome.js';

/** A card in the clear. Exists only inside `tokenise`; never stored, logged or passed on but to the gateway. */
export interface CardDetails {
  readonly number: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly cvv: string;
  readonly holder: string | null;
}

/** What a card has become: a gateway's token, and what may be shown of it. */
export interface CardToken {
  readonly kind: 'token';
  readonly gatewayToken: string | null;
  readonly card: CardSummary | null;
}

/** How a customer pays: a token of the gateway's own, or card data encrypted with one of our keys. */
export type PaymentSource =
  /** The method needs nothing of the customer yet. */
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'envelope'; readonly jwe: string }
  | {
      readonly kind: 'fields';
      readonly cardNumber: string;
      readonly cvv: string;
      readonly expiryDate: string;
    };

export const EXPIRY = /^(0[1-9]|1[0-2])\/(\d{2})$/;
