import type { Call } from '../api/call.js';
import type { RefundFate } from '../behaviours.js';
import type { Refund } from '../store/charge-records.js';
import type { MethodType } from '../store/intent-records.js';
import type { Later } from '../store/records.js';
import { TYPE_BY_CURRENCY } from '../transfers/transfer-types.js';
import { seconds } from '../wire/time.js';
import { refundFacts } from './refund-facts.js';

type RefundDraft = Omit<Refund, 'object' | 'created' | 'destination_details' | 'metadata' | 'status'>;

/** What is heard of a refund after a while. */
const NEWS: Record<RefundFate, Later['what']> = {
  fails: 'refund_fails',
  pending: 'refund_arrives',
  pending_fails: 'refund_fails',
};

/** Stores a refund that has been found to be in order, and lets its fate take its course. */
export function beginRefund(call: Call, draft: RefundDraft, to: MethodType, fate?: RefundFate): Refund {
  const { commit, params, settings } = call;
  const email = params.text('instructions_email');
  const refund = commit.put<Refund>({
    object: 'refund',
    created: seconds(),
    destination_details: destination(to, draft.currency),
    ...(email && { instructions_email: email }),
    metadata: params.metadata(),
    status: fate === 'pending' || fate === 'pending_fails' ? 'pending' : 'succeeded',
    ...draft,
  });
  commit.journal('refund', refundFacts(refund));
  commit.emit('refund.created', refund);
  if (fate) commit.later(NEWS[fate], refund.id, settings.refundFailMs);
  return refund;
}

/** Where the money goes: back the way it came. */
function destination(to: MethodType, currency: string): object {
  if (to === 'card') return { type: 'card', card: { type: 'refund', reference_status: 'pending' } };
  if (to === 'crypto') return { type: 'crypto', crypto: { reference: null } };
  const type = TYPE_BY_CURRENCY[currency] ?? to;
  return { type, [type]: { reference: null, reference_status: 'pending' } };
}
