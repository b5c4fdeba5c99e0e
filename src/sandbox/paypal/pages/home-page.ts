import { html, type Html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { asOfNow } from '../payments/find.js';
import type { Payment } from '../store/records.js';
import type { Store } from '../store/store.js';
import { BUYERS } from '../test-buyers.js';
import { tokenOf } from '../wire/ids.js';
import { PAYPAL_STYLE } from './paypal-style.js';
import { price } from './price.js';

const PAYMENTS_SHOWN = 50;

/** What this is, the buyers that can be played here, and what was paid last. */
export function homePage(store: Store): string {
  const payments = store.payments.newest(PAYMENTS_SHOWN).map((payment) => paymentRow(asOfNow(payment)));
  return page(
    'Sandbox PayPal',
    html`<h1>Sandbox PayPal</h1>
      <p>
        PayPal in a box. It speaks PayPal's REST API v1, so the official SDK runs against it with only the
        host changed. No money moves.
      </p>
      <p class="soft">
        What happened: <a href="/sandbox/journal">journal</a> · Switch faults on:
        <code>POST /sandbox/faults</code>
      </p>
      <h2>Test buyers</h2>
      <p class="soft">
        Chosen on the page where a payment is approved, or by <code>POST /sandbox/payments/:id/approve</code>.
      </p>
      <div class="scroll">
        <table>
          <tr>
            <th>Buyer</th>
            <th>What it does</th>
          </tr>
          ${Object.entries(BUYERS).map(
            ([name, { effect }]) =>
              html`<tr>
                <td class="mono">${name}</td>
                <td>${effect}</td>
              </tr>`,
          )}
        </table>
      </div>
      <h2>The last ${PAYMENTS_SHOWN} payments</h2>
      ${payments.length === 0 ? html`<p class="soft">None yet.</p>` : paymentTable(payments)}`,
    PAYPAL_STYLE,
  );
}

function paymentTable(rows: Html[]): Html {
  return html`<div class="scroll">
    <table>
      <tr>
        <th>When</th>
        <th>Amount</th>
        <th>State</th>
        <th>Payment</th>
        <th>Reference</th>
        <th></th>
      </tr>
      ${rows}
    </table>
  </div>`;
}

function paymentRow(payment: Payment): Html {
  const isOpen = payment.state === 'created';
  return html`<tr>
    <td>${payment.create_time.slice(0, 19).replace('T', ' ')}</td>
    <td>${price(payment)}</td>
    <td>${isOpen && payment.buyer ? 'approved by the buyer' : payment.state}</td>
    <td class="mono">${payment.id}</td>
    <td>${payment.invoice_number ?? payment.custom ?? ''}</td>
    <td>${isOpen ? html`<a href="/checkoutnow?token=${tokenOf(payment.id)}">approve</a>` : ''}</td>
  </tr>`;
}
