import type { PaymentMethodName } from '../../payments/index.js';
import type { Address } from '../../shared/addresses/address.js';

/** The layout and the words that a document was issued with; what a stored document says is printed by its own. */
export const TEMPLATE = 1;

export interface Seller {
  readonly name: string;
  readonly address: readonly string[];
  readonly taxId: string | null;
}

export interface DocumentLine {
  readonly productId: string;
  readonly name: string;
  readonly productClass: string;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly subtotalMinor: number;
}

/** One rate of tax: what it was reckoned on, and what it came to. */
export interface TaxShare {
  readonly productClass: string;
  readonly name: string;
  /** 800 is 8 %; parts of one are possible. */
  readonly basisPoints: number;
  readonly taxableMinor: number;
  readonly taxMinor: number;
}

/** A row between the items and the total, in the order in which it is printed. */
export type Sum =
  | { readonly kind: 'goods' | 'shipping' | 'extras' | 'net'; readonly amountMinor: number }
  | { readonly kind: 'adjustment'; readonly label: string; readonly amountMinor: number }
  | {
      readonly kind: 'tax';
      readonly name: string;
      readonly basisPoints: number;
      readonly amountMinor: number;
    };

/** What an invoice says of its payment at the moment of issue. */
export interface PaymentFact {
  readonly method: PaymentMethodName;
  /** `promised`: taken when the goods leave. */
  readonly state: 'paid' | 'promised';
  readonly at: string;
}

/** What a credit note takes back, and why. */
export interface Correction {
  readonly invoiceNumber: string;
  readonly invoiceIssuedAt: string;
  readonly why: 'cancellation' | 'refund' | 'release';
  /** `whole`: all of the invoice; `units`: the lines that are listed; `amount`: money without goods. */
  readonly of: 'whole' | 'units' | 'amount';
  /** The refund that gives the money back, as customers know it; what was never taken has none. */
  readonly refundId: string | null;
}

/**
 * What a document says, frozen when it is issued: everything that is printed but names and addresses of the buyer.
 * Amounts are minor units and never negative; a credit note's are what it takes back.
 */
interface DocumentFacts {
  readonly template: typeof TEMPLATE;
  readonly language: 'en';
  readonly seller: Seller;
  readonly orderNumber: string;
  readonly orderedAt: string;
  readonly currency: string;
  readonly lines: readonly DocumentLine[];
  readonly sums: readonly Sum[];
  readonly taxes: readonly TaxShare[];
  /** What no tax was reckoned on. Taxables, taxes and this add up to the amount. */
  readonly untaxedMinor: number;
  readonly amountMinor: number;
}
export interface InvoiceFacts extends DocumentFacts {
  readonly kind: 'invoice';
  readonly payment: PaymentFact;
}
export interface CreditNoteFacts extends DocumentFacts {
  readonly kind: 'credit_note';
  readonly corrects: Correction;
}
export type FrozenDocument = InvoiceFacts | CreditNoteFacts;
export type DocumentKind = FrozenDocument['kind'];

/** Names and addresses of the buyer, frozen too, in a column of their own. */
export interface Buyer {
  readonly name: string | null;
  readonly billingAddress: Address;
  readonly shippingAddress: Address;
}

export const SERIES = { invoice: 'INV', credit_note: 'CN' } as const satisfies Record<DocumentKind, string>;
