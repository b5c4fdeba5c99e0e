import type { FinancialAddress, TransferInstructions } from '../store/cash-records.js';
import type { PaymentIntent } from '../store/intent-records.js';
import { html, type Html } from '../../provider/pages/html.js';
import { page } from '../../provider/pages/layout.js';
import { money } from '../../provider/pages/money.js';
import { STATUS_SENTENCES } from './payment-status.js';

/** What a customer is to send, where, and under which reference; and buttons that send it, this being a sandbox. */
export function transferPage(intent: PaymentIntent): string {
  const action = intent.next_action;
  const content =
    action?.type === 'display_bank_transfer_instructions'
      ? instructions(intent, action.display_bank_transfer_instructions)
      : html`<h1>Nothing to send</h1>
          <p>This payment ${STATUS_SENTENCES[intent.status]}. You can close this page.</p>`;
  return page(
    'Pay by bank transfer',
    html`<div class="box">
      ${content}
      <p class="soft">
        <small>Sandbox bank, no money moves. <span class="mono">${intent.id}</span></small>
      </p>
    </div>`,
  );
}

function instructions(intent: PaymentIntent, said: TransferInstructions): Html {
  const { amount_remaining: remaining, currency } = said;
  return html`<h1>Transfer the money</h1>
    <p class="amount">${money(remaining, currency)}</p>
    <p>Reference: <span class="mono">${said.reference}</span></p>
    ${said.financial_addresses.map(account)}
    <form method="post" action="/sandbox/bank-transfer/${intent.id}">
      ${send(remaining, currency, 'primary')} ${send(Math.ceil(remaining / 2), currency)}
      ${send(remaining + Math.ceil(remaining / 10), currency)}
    </form>`;
}

function account(address: FinancialAddress): Html {
  const details = Object.entries(address[address.type] ?? {}).filter(
    ([, value]) => typeof value === 'string',
  );
  return html`<p>
    ${details.map(
      ([name, value]) =>
        html`<span class="soft">${name.replaceAll('_', ' ')}</span> <span class="mono">${String(value)}</span
          ><br />`,
    )}
  </p>`;
}

function send(amount: number, currency: string, rank = ''): Html {
  return html`<button class="${rank}" name="amount" value="${amount}">
    Send ${money(amount, currency)}
  </button>`;
}
