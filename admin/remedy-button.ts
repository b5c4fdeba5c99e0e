import type { Remedy } from '../src/interventions/index.js';
import type { InterventionRow } from '../src/orders/back-office/index.js';
import { may, type Permission, type StaffRole } from '../src/staff/index.js';
import { ROOT } from './panel.js';

/** What a suggested remedy is as a button: a dialog of the panel's own, or a page where a person looks. */
export type RemedyButton =
  | { readonly label: string; readonly dialog: true; readonly refusal?: string }
  | { readonly label: string; readonly href: string };

type Done = Exclude<Remedy['action'], 'contact_customer' | 'open_at_gateway'>;

/** Remedies that the panel carries out itself, and the permission that each takes besides solving. */
export const CARRIED_OUT: Readonly<
  Record<Done, { readonly label: string; readonly permission: Permission }>
> = {
  ask_gateway: { label: 'Ask the gateway', permission: 'ask_gateway' },
  refund_again: { label: 'Refund again', permission: 'refund' },
  resend_mail: { label: 'Send the mail again', permission: 'resend_mail' },
  retry_job: { label: 'Try the job again', permission: 'solve_intervention' },
};

export const isCarriedOut = (action: Remedy['action']): action is Done => action in CARRIED_OUT;

/** Why a role may not carry it out; undefined where it may. */
export function refusalFor(role: StaffRole, action: Done): string | undefined {
  return may(role, 'solve_intervention') && may(role, CARRIED_OUT[action].permission)
    ? undefined
    : 'Your role may not do this; it can be solved by somebody else, or by hand.';
}

export function remedyButton(
  { kind, subjectId, orderNumber, suggested }: InterventionRow,
  role: StaffRole,
): RemedyButton | null {
  const { action } = suggested;
  if (isCarriedOut(action)) {
    const refusal = refusalFor(role, action);
    return { label: CARRIED_OUT[action].label, dialog: true, ...(refusal && { refusal }) };
  }
  if (action === 'open_at_gateway') {
    const list = kind === 'dispute_opened' ? 'disputes' : 'payments';
    return {
      label: 'Look it up for the gateway',
      href: `${ROOT}/resources/${list}/records/${subjectId}/show`,
    };
  }
  if (!orderNumber) return null;
  const order = encodeURIComponent(orderNumber);
  return { label: 'Open the order', href: `${ROOT}/resources/orders/records/${order}/show` };
}
