import {
  type DocumentLine,
  type InvoiceFacts,
  type PaymentFact,
  type Seller,
  type Sum,
  type TaxShare,
  TEMPLATE,
} from './document.js';

/** A confirmed order as an invoice tells it. Amounts in minor units, times in ISO 8601. */
export interface InvoicedOrder {
  readonly number: string;
  readonly createdAt: string;
  readonly currency: string;
  readonly lines: readonly DocumentLine[];
  readonly adjustments: readonly { readonly label: string; readonly amountMinor: number }[];
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly grandTotalMinor: number;
  readonly taxes: readonly TaxShare[];
  readonly payment: PaymentFact;
}

/** What was ordered, at its prices: what became of it afterwards is for credit notes to tell. */
export function invoiceOf(order: InvoicedOrder, seller: Seller): InvoiceFacts {
  return {
    kind: 'invoice',
    template: TEMPLATE,
    language: 'en',
    seller,
    orderNumber: order.number,
    orderedAt: order.createdAt,
    currency: order.currency,
    lines: order.lines,
    sums: sumsOf(order),
    taxes: order.taxes,
    untaxedMinor:
      order.grandTotalMinor - order.taxes.reduce((sum, tax) => sum + tax.taxableMinor + tax.taxMinor, 0),
    amountMinor: order.grandTotalMinor,
    payment: order.payment,
  };
}

/** As the contract adds up: goods, adjustments, shipping, tax. */
function sumsOf(order: InvoicedOrder): Sum[] {
  return [
    { kind: 'goods', amountMinor: order.lines.reduce((sum, line) => sum + line.subtotalMinor, 0) },
    ...order.adjustments.map((adjustment) => ({ kind: 'adjustment' as const, ...adjustment })),
    { kind: 'shipping', amountMinor: order.shippingMinor },
    ...taxSums(order.taxes),
  ];
}

export const taxSums = (taxes: readonly TaxShare[]): Sum[] =>
  taxes.map(({ name, basisPoints, taxMinor }) => ({ kind: 'tax', name, basisPoints, amountMinor: taxMinor }));
