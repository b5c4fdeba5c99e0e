import type { OrderForMail } from '../orders/index.js';
import { addressLines } from '../shared/addresses/address-lines.js';
import { toPercent } from '../shared/money.js';
import { oneLine } from '../shared/one-line.js';
import { type MailView, mailView } from './mail-view.js';
import { ORDER_MAILS, type OrderMail, type OrderTemplate } from './mail-table.js';
import { type Speech, speechIn } from './speech.js';
import type { Told } from './told.js';

/** What the templates of mails about an order print beside what all print; every text is one line. */
export interface OrderMailView extends MailView {
  readonly number: string;
  readonly placedOn: string;
  readonly paymentMethod: string | null;
  readonly items: readonly ItemRow[];
  readonly sums: readonly SumRow[];
  readonly total: string;
  readonly shippingAddress: readonly string[];
  readonly billingAddress: readonly string[];
}

interface ItemRow {
  readonly name: string;
  /** `2 × $59.99` */
  readonly detail: string;
  readonly subtotal: string;
}

interface SumRow {
  readonly label: string;
  readonly amount: string;
}

export function orderMailView(template: OrderTemplate, told: Told, shop: string): OrderMailView {
  const { order, link } = told;
  const speech = speechIn(order.locale);
  const { words } = speech;
  const { says }: OrderMail = ORDER_MAILS[template];
  const frame = {
    shop,
    name: order.name,
    action: { label: words.labels.viewOrder, href: link },
    because: words.footer.order(order.number, shop),
  };
  return {
    ...mailView(says(told, speech), frame, speech),
    number: order.number,
    placedOn: speech.day(order.createdAt),
    paymentMethod: order.paymentMethod && words.methods[order.paymentMethod],
    items: itemRows(order, speech),
    sums: sumRows(order, speech),
    total: speech.money(order.grandTotalMinor, order.currency),
    shippingAddress: addressLines(order.shippingAddress, order.locale),
    billingAddress: addressLines(order.billingAddress, order.locale),
  };
}

function itemRows({ items, currency }: OrderForMail, speech: Speech): ItemRow[] {
  return items.map((item) => ({
    name: oneLine(item.productName),
    detail: detailOf(item, currency, speech),
    subtotal: speech.money(item.subtotalMinor, currency),
  }));
}

/** `2 × $59.99`, and how many of them follow. */
function detailOf(
  { quantity, priceMinor, backordered }: OrderForMail['items'][number],
  currency: string,
  { words, money }: Speech,
): string {
  const price = `${quantity} × ${money(priceMinor, currency)}`;
  return backordered > 0 ? words.sentLater(price, backordered) : price;
}

/** From the items to the total, as the contract adds up: subtotal, adjustments, shipping, tax. */
function sumRows(order: OrderForMail, speech: Speech): SumRow[] {
  const { items, adjustments, shippingMinor, currency } = order;
  const { labels } = speech.words;
  const subtotalMinor = items.reduce((sum, item) => sum + item.subtotalMinor, 0);
  return [
    { label: labels.subtotal, amount: speech.money(subtotalMinor, currency) },
    ...adjustments.map(({ label, amountMinor }) => ({
      label: oneLine(label),
      amount: speech.money(amountMinor, currency),
    })),
    {
      label: labels.shipping,
      amount: shippingMinor === 0 ? labels.free : speech.money(shippingMinor, currency),
    },
    ...taxRows(order, speech),
  ];
}

/** One tax by its name; of several each with its rate, since two of them may have the same name. */
function taxRows({ taxes, taxMinor, currency }: OrderForMail, { words, money }: Speech): SumRow[] {
  if (taxes.length < 2)
    return [{ label: oneLine(taxes[0]?.name ?? words.labels.tax), amount: money(taxMinor, currency) }];
  return taxes.map((tax) => ({
    label: `${oneLine(tax.name)} ${toPercent(tax.basisPoints)} %`,
    amount: money(tax.taxMinor, currency),
  }));
}
