import type { Correction, PaymentFact, Sum } from '../domain/document.js';

/** Every word that a document prints. A second language is a second table. */
export const WORDS = {
  title: { invoice: 'Invoice', credit_note: 'Credit note' },
  number: { invoice: 'Invoice number', credit_note: 'Credit note number' },
  date: { invoice: 'Invoice date', credit_note: 'Credit note date' },
  orderNumber: 'Order number',
  orderDate: 'Order date',
  corrects: 'Corrects invoice',
  refund: 'Refund',
  taxId: (id: string) => `Tax ID ${id}`,
  billedTo: 'Billed to',
  shippedTo: 'Shipped to',
  columns: { item: 'Item', quantity: 'Qty', price: 'Unit price', subtotal: 'Amount' },
  continued: (title: string, number: string) => `${title} ${number}, continued`,
  sum: {
    goods: () => 'Subtotal',
    net: () => 'Net amount',
    shipping: () => 'Shipping',
    extras: () => 'Share of shipping, fees and discounts',
    adjustment: ({ label }: SumOf<'adjustment'>) => label,
    tax: ({ name, basisPoints }: SumOf<'tax'>) => `${name} ${percent(basisPoints)}`,
  },
  total: { invoice: 'Total', credit_note: 'Total credited' },
  taxes: {
    title: 'Tax summary',
    rate: 'Tax',
    taxable: 'Taxable amount',
    tax: 'Tax amount',
    untaxed: 'Not taxed',
  },
  closing: { invoice: 'Payment', credit_note: 'What this means' },
  payment: ({ state }: PaymentFact, date: string, method: string) =>
    state === 'paid'
      ? `Paid in full on ${date} (${method}). Nothing is left to pay.`
      : `Reserved on ${date} (${method}), and taken when your items are shipped. You have nothing else to pay.`,
  corrected: ({ why, of, refundId, invoiceNumber }: Correction, amount: string, date: string) =>
    `This credit note reduces invoice ${invoiceNumber} of ${date} by ${amount}${EXTENT[of]}. ` +
    `${WHY[why]}${refundId ? ` Refund ${refundId}.` : ''}`,
  amountOnly: { cancellation: 'Order cancelled', refund: 'Partial refund', release: 'Payment not taken' },
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
} as const;

type SumOf<Kind extends Sum['kind']> = Extract<Sum, { kind: Kind }>;

const EXTENT: Record<Correction['of'], string> = {
  whole: ', all of it',
  units: ': the items above with their share of the other costs',
  amount: '',
};

const WHY: Record<Correction['why'], string> = {
  cancellation: 'The order was cancelled, and the money was sent back the way it came.',
  refund: 'The money was sent back the way it came.',
  release: 'This part was promised and never taken, so there is nothing to send back.',
};

/** `8.875 %` for 887.5. */
const percent = (basisPoints: number): string => `${Number((basisPoints / 100).toFixed(4))} %`;
