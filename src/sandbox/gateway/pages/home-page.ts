import type { PaymentIntent } from '../store/records.js';
import type { Store } from '../store/store.js';
import { TEST_CARDS } from '../test-cards.js';
import { html, type Html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { money } from '../../provider/pages/money.js';

const PAYMENTS_SHOWN = 50;

/** What this is, the cards that work here, and what was paid last. */
export function homePage(store: Store): string {
  const payments = store.payment_intents.newest(PAYMENTS_SHOWN).map(paymentRow);
  return page(
    'Sandbox payment gateway',
    html`<h1>Sandbox payment gateway</h1>
      <p>
        A payment gateway in a box. It speaks Stripe's HTTP API, so the official SDK runs against it with only
        the host changed. No money moves, and no card number is kept.
      </p>
      <p class="soft">
        What happened: <a href="/sandbox/journal">journal</a> · Switch faults on:
        <code>POST /sandbox/faults</code>
      </p>
      <h2>Test cards</h2>
      <p class="soft">Any future expiry and any three digits. Every other valid number succeeds.</p>
      <div class="scroll">
        <table>
          <tr>
            <th>Number</th>
            <th>What it does</th>
            <th>Token</th>
          </tr>
          ${TEST_CARDS.map(
            (card) =>
              html`<tr>
                <td class="mono">${card.number.replaceAll(/(.{4})(?=.)/g, '$1 ')}</td>
                <td>${card.effect}</td>
                <td class="mono">${card.tokens[0] ?? ''}</td>
              </tr>`,
          )}
        </table>
      </div>
      <h2>The last ${PAYMENTS_SHOWN} payments</h2>
      ${payments.length === 0 ? html`<p class="soft">None yet.</p>` : paymentTable(payments)}`,
  );
}

function paymentTable(rows: Html[]): Html {
  return html`<div class="scroll">
    <table>
      <tr>
        <th>When</th>
        <th>Amount</th>
        <th>Status</th>
        <th>Intent</th>
        <th>Metadata</th>
      </tr>
      ${rows}
    </table>
  </div>`;
}

function paymentRow(intent: PaymentIntent): Html {
  const metadata = Object.entries(intent.metadata).map(([key, value]) => `${key}: ${value}`);
  return html`<tr>
    <td>${new Date(intent.created * 1000).toISOString().slice(0, 19).replace('T', ' ')}</td>
    <td>${money(intent.amount, intent.currency)}</td>
    <td>${intent.status.replaceAll('_', ' ')}</td>
    <td class="mono">${intent.id}</td>
    <td>${metadata.join(', ')}</td>
  </tr>`;
}
