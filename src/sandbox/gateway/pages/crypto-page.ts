import type { PaymentIntent } from '../store/intent-records.js';
import { html, type Html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { money } from '../../provider/pages/money.js';
import { STATUS_SENTENCES } from './payment-status.js';

/** The wallet of a customer who pays in stablecoins; plain forms, so that a test can pay as well as a person. */
export function cryptoPage(intent: PaymentIntent, backUrl: string | null): string {
  return page(
    'Pay with stablecoins',
    html`<div class="box">
      ${content(intent, backUrl)}
      <p class="soft">
        <small>Sandbox wallet, no coin moves. <span class="mono">${intent.id}</span></small>
      </p>
    </div>`,
  );
}

function content(intent: PaymentIntent, backUrl: string | null): Html {
  const amount = html`<p class="amount">${money(intent.amount, intent.currency)}</p>`;
  if (intent.status === 'requires_action') {
    return html`<h1>Pay with USDC</h1>
      ${amount}
      <form method="post" action="/sandbox/crypto/${intent.id}">
        <button class="primary" name="result" value="succeeded" autofocus>Pay</button>
        <button name="result" value="processing">Pay and wait</button>
        <button name="result" value="failed">Fail</button>
        <button name="result" value="canceled">Cancel</button>
      </form>`;
  }
  if (intent.status === 'processing') {
    return html`${REFRESH}
      <h1>Waiting for the network</h1>
      ${amount}
      <p>You will be brought back to the shop.</p>
      ${backUrl ? html`<p><a href="${backUrl}">Go back without waiting</a></p>` : ''}`;
  }
  return html`<h1>Nothing to pay</h1>
    <p>This payment ${STATUS_SENTENCES[intent.status]}. You can close this page.</p>`;
}

/** The page asks again until the chain has decided: Stripe brings nobody back before. */
const REFRESH = html`<meta http-equiv="refresh" content="1" />`;
