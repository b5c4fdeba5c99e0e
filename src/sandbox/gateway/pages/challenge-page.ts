import type { PaymentIntent } from '../store/records.js';
import { html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { money } from '../../provider/pages/money.js';

/** The bank's question: is it really you? Plain forms, so that a test can answer as well as a person. */
export function challengePage(intent: PaymentIntent): string {
  const action = `/sandbox/challenge/${intent.id}`;
  const question = html`<p>Your bank asks you to confirm this payment.</p>
    <form method="post" action="${action}/complete"><button class="primary" autofocus>Complete</button></form>
    <form method="post" action="${action}/fail"><button>Fail</button></form>`;
  const isOpen = intent.status === 'requires_action';
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

const STATUS_SENTENCES: Record<PaymentIntent['status'], string> = {
  requires_payment_method: 'was not confirmed; choose a card again in the shop',
  requires_confirmation: 'has not been started',
  requires_action: 'waits for you',
  processing: 'is being processed',
  requires_capture: 'is confirmed',
  succeeded: 'is confirmed',
  canceled: 'was cancelled',
};
