import { REFERENCES } from '../../payments/index.js';
import type { Check } from '../../shared/check.js';
import { accountsAt } from '../domain/ledger.js';

/** Stands for the gateway's name in the accounts that have one. */
const ANY = '{gateway}';
const SIDES = accountsAt(ANY)
  .map((sides) => `('${sides.join("', '")}')`)
  .join(', ');

export const accountChecks: readonly Check[] = [
  {
    name: 'transfer_between_wrong_accounts',
    wrong:
      'A transfer of the ledger is not booked between the accounts of its movement, or not in its payment’s currency.',
    remedy:
      'Only a superuser can have changed it: find out how, and have the accounts set right with a second person looking on.',
    broken: `
      select 'transfer' as kind, t.id::text as id, t.order_id, jsonb_build_object('movement', t.movement,
        'debit', t.debit_account, 'credit', t.credit_account, 'amountMinor', t.amount_minor, 'currency', t.currency,
        'gateway', a.gateway) as facts
      from ledger_transfers t
        join (${REFERENCES}) r using (reference) join payment_attempts a on a.id = r.attempt_id
        join (values ${SIDES}) s (movement, debit, credit) on s.movement = t.movement
      where (t.debit_account, t.credit_account)
          <> (replace(s.debit, '${ANY}', a.gateway), replace(s.credit, '${ANY}', a.gateway))
        -- A gateway may charge its fee, and settle a dispute, in a currency of its own.
        or t.currency <> a.currency and t.movement not in ('fee', 'disputed', 'dispute_won', 'dispute_lost')`,
  },
];
