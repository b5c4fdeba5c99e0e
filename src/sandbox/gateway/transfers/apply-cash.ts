import type { Change } from '../api/call.js';
import { announceCash, moveCash } from '../customers/cash.js';
import { chargeIntent } from '../payments/charge.js';
import type { PaymentIntent } from '../store/intent-records.js';

/** Whether the intent waits for a bank transfer. */
export function awaitsTransfer(intent: PaymentIntent): boolean {
  return (
    intent.status === 'requires_action' && intent.next_action?.type === 'display_bank_transfer_instructions'
  );
}

export function remainingOf(intent: PaymentIntent): number {
  return intent.amount - (intent.sandbox.funded ?? 0);
}

/** Takes cash of the customer for the payment, which is paid when nothing remains. */
export function applyCash(change: Change, before: PaymentIntent, amount: number): PaymentIntent {
  const funded = (before.sandbox.funded ?? 0) + amount;
  moveCash(change, {
    customer: before.customer ?? '',
    currency: before.currency,
    amount: -amount,
    cause: { type: 'applied_to_payment', applied_to_payment: { payment_intent: before.id } },
    about: before,
  });
  const intent = { ...before, sandbox: { ...before.sandbox, funded } };
  const method = change.store.payment_methods.get(before.payment_method ?? '');
  if (remainingOf(intent) === 0 && method)
    return chargeIntent(change, { ...intent, next_action: null }, method);
  const waiting = change.commit.put<PaymentIntent>({ ...intent, next_action: withRemaining(intent) });
  change.commit.emit('payment_intent.partially_funded', waiting);
  return waiting;
}

/** Gives back to the customer's cash what a payment has had of it, when the payment ends or changes. */
export function returnCash(change: Change, before: PaymentIntent): PaymentIntent {
  const { funded, ...sandbox } = before.sandbox;
  if (!funded || !before.customer) return before;
  moveCash(change, {
    customer: before.customer,
    currency: before.currency,
    amount: funded,
    cause: { type: 'unapplied_from_payment', unapplied_from_payment: { payment_intent: before.id } },
    about: before,
  });
  announceCash(change, before.customer, before.currency);
  return { ...before, sandbox };
}

function withRemaining(intent: PaymentIntent): PaymentIntent['next_action'] {
  const action = intent.next_action;
  if (action?.type !== 'display_bank_transfer_instructions') return action;
  const said = action.display_bank_transfer_instructions;
  return {
    ...action,
    display_bank_transfer_instructions: { ...said, amount_remaining: remainingOf(intent) },
  };
}
