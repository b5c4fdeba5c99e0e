/** What only a person can decide, each with the remedy that closes it. */
export const REMEDIES = {
  payment_mismatch:
    'Compare the payment at the gateway with the order; refund it or correct the order by hand.',
  payment_unresolved: 'Look the payment up at the gateway; then let the gateway be asked again.',
  capture_failed:
    'The promised money was not given: ask the customer to pay in another way; then close this entry.',
  money_unmatched:
    'Money arrived at the account of a bank transfer and no payment takes it: send it back or use it by hand at the gateway; then close this entry.',
  dispute_opened:
    'Send the evidence at the gateway before it is due, or accept the dispute; it closes by itself.',
  mail_failed: 'Send the mail again, to another address if need be; it closes once that one is taken.',
  job_dead:
    'Cure what made it fail; then send it back to its queue, all of them at once by `npm run jobs -- retry`. The entry closes by itself.',
  refund_failed: 'Agree on another way with the customer and pay the amount back; then close this entry.',
} as const;
export type InterventionKind = keyof typeof REMEDIES;

/** What a remedy can be made a button of: what is done, and to what. */
export interface Remedy {
  readonly action:
    | 'ask_gateway'
    | 'open_at_gateway'
    | 'refund_again'
    | 'resend_mail'
    | 'retry_job'
    | 'contact_customer';
  /** An attempt, refund or job by its inner id, a mail and a dispute by their outside ones, an order by its inner id. */
  readonly target: string;
}

interface Entry {
  readonly kind: InterventionKind;
  readonly subjectId: string;
  readonly orderId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

const ACTIONS: Readonly<Record<InterventionKind, Remedy['action']>> = {
  payment_mismatch: 'open_at_gateway',
  payment_unresolved: 'ask_gateway',
  capture_failed: 'contact_customer',
  money_unmatched: 'open_at_gateway',
  dispute_opened: 'open_at_gateway',
  mail_failed: 'resend_mail',
  job_dead: 'retry_job',
  refund_failed: 'refund_again',
};

/** The suggested remedy as data. */
export function remedyOf({ kind, subjectId, orderId, facts }: Entry): Remedy {
  const action = ACTIONS[kind];
  switch (action) {
    case 'contact_customer':
      return { action, target: orderId ?? subjectId };
    case 'resend_mail':
      return { action, target: textOf(facts['mailId']) ?? subjectId };
    case 'open_at_gateway':
      return { action, target: textOf(facts['disputeId']) ?? subjectId };
    default:
      return { action, target: subjectId };
  }
}

const textOf = (fact: unknown): string | undefined => (typeof fact === 'string' ? fact : undefined);
