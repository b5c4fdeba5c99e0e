import { type Html, html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import type { Payment } from '../store/records.js';
import { BUYERS } from '../test-buyers.js';
import { tokenOf } from '../wire/ids.js';
import { PAYPAL_STYLE } from './paypal-style.js';
import { price } from './price.js';

/** What PayPal asks the buyer. Plain forms, so that a test can answer as well as a person. */
export function approvalPage(payment: Payment, merchant: string): string {
  if (payment.state !== 'created')
    return box(payment, merchant, html`<p>${STATE_SENTENCES[payment.state]}</p>`);
  return box(
    payment,
    merchant,
    html`<form class="approval" method="post" action="/checkoutnow?token=${tokenOf(payment.id)}">
      <button class="primary" name="answer" value="approve">Approve</button>
      <div class="pair">
        <button name="answer" value="decline">Decline</button>
        <button name="answer" value="close">Close</button>
      </div>
      <p class="soft"><small>Close approves, and the browser never comes back to the shop.</small></p>
      <fieldset>
        <legend>Test buyer</legend>
        ${Object.entries(BUYERS).map(([name, { effect }]) => buyerChoice(name, effect, payment))}
      </fieldset>
    </form>`,
  );
}

export function closedPage(payment: Payment, merchant: string): string {
  const text = html`<p><strong>Approved, and the browser was closed.</strong></p>
    <p class="soft">
      Nothing led back to the shop. It hears of the approval by a webhook, or by asking for the payment.
    </p>`;
  return box(payment, merchant, text);
}

export function unknownPage(): string {
  return page(
    'PayPal',
    html`<div class="box">
      <h1>No such payment</h1>
      <p class="soft">Go back to the shop and start again.</p>
    </div>`,
    PAYPAL_STYLE,
  );
}

function box(payment: Payment, merchant: string, content: Html): string {
  const reference = payment.invoice_number ?? payment.custom;
  return page(
    `Pay ${merchant}`,
    html`<div class="box">
      <p class="brand">PayPal <small>sandbox</small></p>
      <h1>Pay ${merchant}</h1>
      <p class="amount">${price(payment)}</p>
      <p class="soft">
        ${payment.description ?? ''}${reference ? html`<br />Order reference <span class="mono">${reference}</span>` : ''}
      </p>
      ${content}
      <p class="soft">
        <small>No money moves. <span class="mono">${payment.id}</span></small>
      </p>
    </div>`,
    PAYPAL_STYLE,
  );
}

function buyerChoice(name: string, effect: string, payment: Payment): Html {
  const isChosen = name === (payment.buyer ?? 'pays');
  return html`<label
    ><input type="radio" name="buyer" value="${name}" ${isChosen ? html`checked` : ''} /> ${effect}</label
  >`;
}

const STATE_SENTENCES = {
  approved: 'This payment is done. You can close this page.',
  failed: 'This payment can no longer be approved; start again in the shop.',
} as const;
