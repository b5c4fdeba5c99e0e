import { type RefundOutcome, UNDECIDED } from '../../outcome.js';
import type { RefundRequest } from '../gateway.port.js';
import type { Payment, Refund, Taking } from './paypal-objects.js';

/**
 * PayPal refunds a sale or a capture, we refund a payment: more than the rest of one capture is spread over several, in
 * the order they were made. Each part has its own reference and key, made of nothing that changes between two tries.
 */
export interface RefundPart {
  readonly takingId: string;
  readonly amountMinor: number;
  /** PayPal keeps it as `invoice_number`. */
  readonly reference: string;
  readonly requestId: string;
}

/** The parts of a refund that were not sent so far; `undefined` where the payment has not so much left. */
export function missingParts(
  { takings, refunds }: Payment,
  { refundId, amount }: RefundRequest,
  sent: readonly Refund[],
): RefundPart[] | undefined {
  let missingMinor = amount.amountMinor - sumOf(sent);
  const shares = takings.flatMap((taking) => {
    const amountMinor = Math.min(restOf(taking, refunds), missingMinor);
    missingMinor -= amountMinor;
    return amountMinor > 0 ? { takingId: taking.id, amountMinor } : [];
  });
  if (missingMinor > 0) return undefined;
  const isWhole = shares.length === 1 && sent.length === 0;
  return shares.map(({ takingId, amountMinor }) => ({
    takingId,
    amountMinor,
    reference: isWhole ? refundId : `${refundId}/${takingId}`,
    requestId: isWhole ? `${refundId}:refund` : `${refundId}:refund:${takingId}`,
  }));
}

function restOf({ id, amount, state }: Taking, refunds: readonly Refund[]): number {
  if (state !== 'completed' && state !== 'partially_refunded') return 0;
  const gone = refunds.filter(
    ({ sale_id, capture_id, state }) =>
      (sale_id ?? capture_id) === id && (state === 'completed' || state === 'pending'),
  );
  return Math.max(0, amount.amountMinor - sumOf(gone));
}

export const sumOf = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount.amountMinor, 0);

/** Of which refund of ours a refund is, and whether it is all of it. */
export function referenceOf({ invoice_number }: Refund): { refundId: string; isWhole: boolean } | undefined {
  const [refundId, takingId] = invoice_number?.split('/') ?? [];
  return refundId ? { refundId, isWhole: takingId === undefined } : undefined;
}

/** What the parts are together. Some that failed beside some that did not are for a person to look into. */
export function togetherOf(outcomes: readonly RefundOutcome[]): RefundOutcome {
  const failed = outcomes.filter(({ kind }) => kind === 'failed');
  if (failed.length > 0 && failed.length < outcomes.length) return { kind: 'unknown', cause: UNDECIDED };
  return outcomes.find(({ kind }) => kind === 'pending') ?? outcomes[0]!;
}
