import type { Check } from '../../shared/check.js';
import { MONEY_OF_LEDGER, MONEY_OF_ROWS, REFERENCES } from './money-rows.js';

/**
 * The ledger against the rows that money moves by. That an order's ledger sums to zero needs no check: a transfer is
 * one row with two sides.
 */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'figures_disagree',
    wrong:
      'What an attempt counts, what its captures, refunds and disputes add up to, and what the ledger has differ.',
    remedy:
      'Two of the three figures mostly agree, and the gateway has the last word: correct the attempt, or add the missing transfer; no transfer is ever changed.',
    broken: `
      with money as (${MONEY_OF_ROWS}), ledger as (${MONEY_OF_LEDGER})
      select 'attempt' as kind, a.id::text as id, a.order_id,
        jsonb_object_agg(f.what, jsonb_build_object('counted', f.counted, 'rows', f.of_rows, 'ledger', f.of_ledger))
          || jsonb_build_object('currency', a.currency) as facts
      from payment_attempts a join money m on m.attempt_id = a.id left join ledger l on l.attempt_id = a.id,
        lateral (values
          ('authorizedMinor', a.authorized_minor, a.authorized_minor, coalesce(l.authorized, 0)),
          ('authorizationUsedMinor', m.used, m.used, coalesce(l.used, 0)),
          ('releasedMinor', a.released_minor, a.released_minor, coalesce(l.released, 0)),
          ('capturedMinor', a.captured_minor, m.captured, coalesce(l.captured, 0)),
          -- A refund is counted when it is allocated and booked when it is done; one that waits for its payment is neither.
          ('refundedMinor', a.refunded_minor, m.refunded + m.allocated, coalesce(l.refunded, 0) + m.allocated),
          ('disputedMinor', a.disputed_minor, m.withdrawn - m.won, coalesce(l.disputed, 0)),
          ('lostMinor', m.lost, m.lost, coalesce(l.lost, 0))) f (what, counted, of_rows, of_ledger)
      where f.counted <> f.of_rows or f.of_rows <> f.of_ledger
      group by a.id`,
  },
  {
    name: 'transfer_without_cause',
    wrong: 'The ledger has a transfer that no attempt, capture, refund or dispute of its order has caused.',
    remedy:
      'Bring the row that it refers to back from a back-up; where there never was one, a superuser has to take the transfer out.',
    broken: `
      select 'transfer' as kind, t.id::text as id, t.order_id, jsonb_build_object('movement', t.movement,
        'amountMinor', t.amount_minor, 'currency', t.currency, 'reference', t.reference) as facts
      from ledger_transfers t left join (${REFERENCES}) r on (r.reference, r.order_id) = (t.reference, t.order_id)
      where r.reference is null`,
  },
];
