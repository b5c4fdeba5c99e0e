import { createHash } from 'node:crypto';
import { labelOf, type PaymentMethodName } from '../payments/index.js';
import { Html, html } from '../shared/http/html.js';
import { moneyFormat } from '../shared/money.js';
import { type ProblemCode, problems } from '../shared/problem.js';
import type { OrderStatus } from './domain/order-states.js';
import type { OrderLinkDto } from './order-link.dto.js';
import type { ShownEvent } from './order-link.view.js';
import type { PaymentStatus } from './order-row.js';

const SHEET = `
:root { color-scheme: light dark; --ink: light-dark(#1f2421, #e9edea); --soft: light-dark(#5d6661, #a3ada7);
  --line: light-dark(#dfe3e0, #343a36); --card: light-dark(#fff, #1c201e); --brand: light-dark(#14532d, #86d3a3); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#f3f4f2, #131614); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
.name { margin: 0 0 .9rem; font-size: 1.2rem; font-weight: 700; color: var(--brand); }
.card { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
h1 { margin: 0 0 1.25rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
p { margin: 0; } p + p { margin-top: .6rem; }
.soft { color: var(--soft); font-size: .92rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .9rem 1.5rem; margin: 0; }
.facts dt { color: var(--soft); font-size: .87rem; } .facts dd { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem 0; text-align: left; font-weight: 400; vertical-align: top; border-top: 1px solid var(--line); }
td:last-child { padding-left: 1rem; text-align: right; white-space: nowrap; }
tfoot th, tfoot td { padding: .2rem 0; border: 0; color: var(--soft); }
tfoot tr:first-child > * { padding-top: .7rem; border-top: 1px solid var(--line); }
tfoot tr:last-child > * { color: var(--ink); font-size: 1.1rem; font-weight: 700; }
ol, ul { margin: 0; padding: 0; list-style: none; }
li + li { margin-top: .5rem; } a { color: var(--brand); }
footer { padding: 1rem .2rem 0; }
@media (max-width: 30rem) { .card { padding: 1.1rem; } }`;

const sheetHash = createHash('sha256').update(SHEET).digest('base64');

/** Nothing is loaded, run, framed or sent from the page: it is text and one style sheet. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${sheetHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
};

const HEADLINES: Readonly<Record<OrderStatus, string>> = {
  pending: 'Your order waits for its payment',
  confirmed: 'Your order is confirmed',
  processing: 'We are preparing your order',
  shipped: 'Your order is on its way',
  delivered: 'Your order has been delivered',
  cancelled: 'Your order has been cancelled',
};

const PAYMENTS: Readonly<Record<PaymentStatus, string>> = {
  unpaid: 'not paid yet',
  pending: 'not paid yet',
  authorized: 'reserved, taken when it is shipped',
  paid: 'paid',
  partially_refunded: 'refunded in part',
  refunded: 'refunded',
  failed: 'not paid',
  unknown: 'being checked',
};

const HAPPENED: Readonly<Record<ShownEvent, string>> = {
  'order.created': 'Order placed',
  'order.confirmed': 'Order confirmed',
  'order.processing': 'Preparation started',
  'order.shipped': 'Everything shipped',
  'order.delivered': 'Everything delivered',
  'order.cancelled': 'Order cancelled',
  'order.items_cancelled': 'Part of the order cancelled',
  'parcel.shipped': 'Parcel handed to the carrier',
  'parcel.delivered': 'Parcel delivered',
  'return.approved': 'Return approved',
  'return.received': 'Returned goods received',
};

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const dayOf = (time: string): string => DAY.format(new Date(time));

/** The order that a link shows, for people. */
export function orderPage(order: OrderLinkDto): string {
  const title = HEADLINES[order.status as OrderStatus];
  return page(
    title,
    html`<h1>${title}</h1>
      <dl class="facts">${facts(order)}</dl>
      ${order.tracking.length > 0 ? parcels(order) : null} ${items(order)}
      <h2>What happened</h2>
      <ol>
        ${order.timeline.map(({ at, event }) => html`<li>${HAPPENED[event as ShownEvent]}<br /><span class="soft">${MINUTE.format(new Date(at))} UTC</span></li>`)}
      </ol>`,
    html`This page shows your order without name and street. Its link works until
    ${dayOf(order.linkExpiresAt)}, for everybody who has it.`,
  );
}

/** Why a link opens nothing, for people. */
export function refusalPage(code: ProblemCode): string {
  const expired = code === 'link_expired';
  const title = expired ? problems.link_expired.error : 'This link does not open an order';
  const words = expired
    ? problems.link_expired.detail
    : 'It may have been cut off: open it from the mail again, or copy it as a whole.';
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${words}</p>`,
  );
}

function facts(order: OrderLinkDto): Html[] {
  const method = order.paymentMethod && labelOf(order.paymentMethod as PaymentMethodName);
  const payment = [method, PAYMENTS[order.paymentStatus as PaymentStatus]].filter(Boolean).join(', ');
  const told = [
    ['Order', order.orderId],
    ['Placed on', dayOf(order.createdAt)],
    ['Payment', payment],
    ['Ships to', `${order.shipTo.city}, ${order.shipTo.country}`],
    ['Mails go to', order.email],
  ] as const;
  return told.map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
}

function parcels({ tracking }: OrderLinkDto): Html {
  const told = tracking.map(({ carrier, trackingNumber, trackingUrl, shippedAt, deliveredAt }) => {
    const state = deliveredAt ? `delivered on ${dayOf(deliveredAt)}` : `shipped on ${dayOf(shippedAt)}`;
    const number = trackingUrl
      ? html`<a href="${trackingUrl}" rel="noreferrer noopener">${trackingNumber}</a>`
      : html`${trackingNumber}`;
    return html`<li>${carrier} ${number}<br /><span class="soft">${state}</span></li>`;
  });
  return html`<h2>${told.length === 1 ? 'Parcel' : 'Parcels'}</h2>
    <ul>
      ${told}
    </ul>`;
}

/** As in the mails: one tax by its name, of several each with its rate. */
function taxes({ taxes, tax }: OrderLinkDto): (readonly [label: string, amount: number])[] {
  if (taxes.length < 2) return [[taxes[0]?.name ?? 'Tax', tax]];
  return taxes.map(({ name, rate, tax: amount }) => [`${name} ${rate} %`, amount]);
}

function items(order: OrderLinkDto): Html {
  const money = moneyFormat(order.currency);
  const sums = [
    ...order.adjustments.map(({ label, amount }) => [label, amount] as const),
    ['Shipping', order.shippingCost] as const,
    ...taxes(order),
    ['Total', order.grandTotal] as const,
  ];
  const lines = order.items.map(
    ({ productName, quantity, price, subtotal }) =>
      html`<tr>
        <th scope="row">
          ${productName}<br /><span class="soft">${quantity} × ${money.format(price)}</span>
        </th>
        <td>${money.format(subtotal)}</td>
      </tr>`,
  );
  const rows = sums.map(
    ([label, amount]) =>
      html`<tr>
        <th scope="row">${label}</th>
        <td>${money.format(amount)}</td>
      </tr>`,
  );
  return html`<h2>Items</h2>
    <table>
      <tbody>
        ${lines}
      </tbody>
      <tfoot>
        ${rows}
      </tfoot>
    </table>`;
}

function page(title: string, content: Html, footer?: Html): string {
  const style = new Html(`<style>${SHEET}</style>`);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>
          <p class="name">Settle</p>
          <div class="card">${content}</div>
          ${footer ? html`<footer class="soft"><p>${footer}</p></footer>` : null}
        </main>
      </body>
    </html> `.text;
}
