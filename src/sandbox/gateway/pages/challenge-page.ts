import { isAwayAt } from '../payments/redirect.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { money } from '../../provider/pages/money.js';
import { STATUS_SENTENCES } from './payment-status.js';

/** The bank's question: is it really you? Plain forms, so that a test can answer as well as a person. */
export function challengePage(intent: PaymentIntent, backUrl: string | null): string {
  const action = `/sandbox/challenge/${intent.id}`;
  const question = html`<p>Your bank asks you to confirm this payment.</p>
    <form method="post" action="${action}/complete"><button class="primary" autofocus>Complete</button></form>
    <form method="post" action="${action}/fail"><button>Fail</button></form>
    ${backUrl ? html`<p><a href="${backUrl}">Close without answering</a></p>` : ''}`;
  const isOpen = isAwayAt(intent, 'challenge');
  return page(
    'Confirm the payment',
    html`<div class="box">
      <h1>${isOpen ? 'Is it you?' : 'Nothing to confirm'}</h1>
      <p class="amount">${money(intent.amount, intent.currency)}</p>
      ${isOpen ? question : html`<p>This payment ${STATUS_SENTENCES[intent.status]}. You can close this page.</p>`}
      <p class="soft">
        <small>Sandbox bank, no money moves. <span class="mono">${intent.id}</span></small>
      </p>
    </div>`,
  );
}
