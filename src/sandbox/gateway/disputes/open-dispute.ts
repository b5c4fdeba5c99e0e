import type { Change } from '../api/call.js';
import { moveBalance } from '../payments/balance.js';
import type { Charge, ChargedMethod, Dispute } from '../store/charge-records.js';
import { newId } from '../wire/ids.js';
import { seconds } from '../wire/time.js';
import { disputable } from './disputable.js';
import { disputeFacts } from './dispute-facts.js';
import { type DisputeReason, networkCodeOf } from './reasons.js';

/** In the currency's smallest unit, as Stripe charges it; it stays with Stripe whoever wins. */
const FEE = 1500;
const ANSWER_SECONDS = 7 * 86_400;

/** The dispute that a card brings by itself: all of the money, as fraud. */
export function disputeLater(change: Change, chargeId: string): void {
  const charge = change.store.charges.get(chargeId);
  const amount = charge ? disputable(change.store, charge) : 0;
  // Nobody disputes a promise, or what came back in the meantime.
  if (charge && amount > 0) openDispute(change, charge, amount, 'fraudulent');
}

/** The customer's bank takes the money back at once, and its fee with it; the shop may answer until `due_by`. */
export function openDispute(
  { commit, store }: Change,
  charge: Charge,
  amount: number,
  reason: DisputeReason,
): Dispute {
  const id = newId('dp');
  const { currency } = charge;
  const withdrawal = moveBalance(commit, {
    amount: -amount,
    fee: FEE,
    currency,
    source: id,
    type: 'adjustment',
  });
  const dispute = commit.put<Dispute>({
    object: 'dispute',
    id,
    created: seconds(),
    amount,
    balance_transactions: [withdrawal],
    charge: charge.id,
    currency,
    evidence: {},
    evidence_details: {
      due_by: seconds() + ANSWER_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    metadata: {},
    network_reason_code: networkCodeOf(reason),
    payment_intent: charge.payment_intent,
    payment_method_details: methodOf(charge.payment_method_details, reason),
    reason,
    status: 'needs_response',
  });
  commit.put({ ...charge, disputed: true });
  commit.journal('dispute', { ...disputeFacts(store, dispute), fee: FEE, transaction: withdrawal.id });
  commit.emit('charge.dispute.created', dispute);
  commit.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

function methodOf(method: ChargedMethod, reason: DisputeReason): object {
  if (method.type !== 'card') return { type: method.type };
  const { brand } = method.card;
  const network = { network: brand, network_reason_code: networkCodeOf(reason) };
  return { type: 'card', card: { brand, case_type: 'chargeback', ...network } };
}
