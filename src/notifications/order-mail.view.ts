import type { OrderForMail } from '../orders/index.js';
import { labelOf } from '../payments/index.js';
import { addressLines } from '../shared/addresses/address-lines.js';
import { formatMoney, toPercent } from '../shared/money.js';
import { oneLine } from '../shared/one-line.js';
import { type MailWords, WORDS } from './order-mail.words.js';
import type { Template } from './templates.js';

/** Everything that the templates print, ready for people; every text is one line. */
export interface OrderMailView extends MailWords {
  readonly greeting: string;
  readonly number: string;
  readonly placedOn: string;
  readonly paymentMethod: string | null;
  readonly items: readonly ItemRow[];
  readonly sums: readonly SumRow[];
  readonly total: string;
  readonly shippingAddress: readonly string[];
  readonly billingAddress: readonly string[];
  /** Opens the order for whoever has it. */
  readonly link: string;
}

export interface ItemRow {
  readonly name: string;
  /** `2 × $59.99` */
  readonly detail: string;
  readonly subtotal: string;
}

export interface SumRow {
  readonly label: string;
  readonly amount: string;
}

export function orderMailView(template: Template, order: OrderForMail, link: string): OrderMailView {
  return {
    ...WORDS[template](order),
    greeting: greetingOf(order.name),
    number: order.number,
    placedOn: DATE.format(new Date(order.createdAt)),
    paymentMethod: order.paymentMethod && labelOf(order.paymentMethod),
    items: itemRows(order),
    sums: sumRows(order),
    total: formatMoney(order.grandTotalMinor, order.currency),
    shippingAddress: addressLines(order.shippingAddress),
    billingAddress: addressLines(order.billingAddress),
    link,
  };
}

function greetingOf(name: string | null): string {
  const known = oneLine(name ?? '');
  return known ? `Hello ${known},` : 'Hello,';
}

const DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

function itemRows({ items, currency }: OrderForMail): ItemRow[] {
  return items.map((item) => ({
    name: oneLine(item.productName),
    detail: detailOf(item, currency),
    subtotal: formatMoney(item.subtotalMinor, currency),
  }));
}

/** `2 × $59.99`, and how many of them follow. */
function detailOf({ quantity, priceMinor, backordered }: OrderForMail['items'][number], currency: string) {
  const price = `${quantity} × ${formatMoney(priceMinor, currency)}`;
  return backordered > 0 ? `${price} (${backordered} sent later)` : price;
}

/** From the items to the total, as the contract adds up: subtotal, adjustments, shipping, tax. */
function sumRows(order: OrderForMail): SumRow[] {
  const { items, adjustments, shippingMinor, currency } = order;
  const subtotalMinor = items.reduce((sum, item) => sum + item.subtotalMinor, 0);
  return [
    { label: 'Subtotal', amount: formatMoney(subtotalMinor, currency) },
    ...adjustments.map(({ label, amountMinor }) => ({
      label: oneLine(label),
      amount: formatMoney(amountMinor, currency),
    })),
    { label: 'Shipping', amount: shippingMinor === 0 ? 'Free' : formatMoney(shippingMinor, currency) },
    ...taxRows(order),
  ];
}

/** One tax by its name; of several each with its rate, since two of them may have the same name. */
function taxRows({ taxes, taxMinor, currency }: OrderForMail): SumRow[] {
  if (taxes.length < 2) return [{ label: taxes[0]?.name ?? 'Tax', amount: formatMoney(taxMinor, currency) }];
  return taxes.map((tax) => ({
    label: `${oneLine(tax.name)} ${toPercent(tax.basisPoints)} %`,
    amount: formatMoney(tax.taxMinor, currency),
  }));
}
