import type { OrderForMail } from '../../orders/index.js';
import type { PaymentMethodName } from '../../payments/index.js';
import { oneLine } from '../../shared/one-line.js';
import type { Said, Section } from '../said.js';
import type { Speech } from '../speech.js';

type NextAction = NonNullable<NonNullable<OrderForMail['payment']>['nextAction']>;
type Transfer = Extract<NextAction, { type: 'bank_transfer' }>;

/** Whether it is paid somewhere else, some time after the order: the money may be under way when the order expires. */
export const isPaidElsewhere = (method: PaymentMethodName | null): boolean =>
  method === 'bank_transfer' || method === 'crypto';

/** How the payment that is open goes on: the accounts to transfer to, or the page to pay at. */
export function waysToPay(order: OrderForMail, speech: Speech): Pick<Said, 'sections' | 'action'> {
  const next = order.payment?.nextAction;
  if (next?.type === 'bank_transfer') return { sections: sectionsOf(next, speech) };
  return next ? { action: { label: speech.words.labels.payNow, href: oneLine(next.url) } } : {};
}

/** What has not arrived yet. */
export function owedMinor({ payment, grandTotalMinor }: OrderForMail): number {
  return payment?.nextAction?.type === 'bank_transfer' ? payment.nextAction.remainingMinor : grandTotalMinor;
}

function sectionsOf(transfer: Transfer, { words: { labels }, money }: Speech): Section[] {
  return transfer.accounts.map((account) => ({
    title: labels.transferTo,
    rows: [
      ...(account.type === 'iban'
        ? [
            { label: labels.accountHolder, value: account.accountHolder },
            { label: labels.iban, value: inFours(account.iban) },
            { label: labels.bic, value: account.bic },
          ]
        : [
            { label: labels.bank, value: account.bankName },
            { label: labels.routingNumber, value: account.routingNumber },
            { label: labels.accountNumber, value: account.accountNumber },
          ]),
      { label: labels.amount, value: money(transfer.remainingMinor, transfer.currency) },
      { label: labels.reference, value: transfer.reference },
    ].map(({ label, value }) => ({ label, value: oneLine(value) })),
  }));
}

/** As banks print it. */
const inFours = (iban: string): string => iban.replaceAll(/\s/g, '').replaceAll(/(.{4})(?=.)/g, '$1 ');
