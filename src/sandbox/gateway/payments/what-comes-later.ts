import type { Change } from '../api/call.js';
import { disputeLater } from '../disputes/open-dispute.js';
import { arriveRefund, failRefundLater } from '../refunds/settle-refund.js';
import type { Later } from '../store/records.js';
import { confirmTransaction, dropTransaction } from '../wallet/answer-wallet.js';
import { expireAuthorization } from './authorization.js';

/** What happens after a while, to whom its id names. */
export const WHAT_COMES_LATER: Record<Later['what'], (change: Change, subject: string) => void> = {
  refund_fails: failRefundLater,
  refund_arrives: arriveRefund,
  dispute_opens: disputeLater,
  wallet_pays: confirmTransaction,
  wallet_fails: dropTransaction,
  authorization_expires: (change, id) => {
    const intent = change.store.payment_intents.get(id);
    if (intent) expireAuthorization(change, intent);
  },
};
