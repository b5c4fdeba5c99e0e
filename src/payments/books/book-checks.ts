import type { Check } from '../../shared/check.js';
import { MONEY_OF_LEDGER, MONEY_OF_ROWS } from '../checks/money-rows.js';

/** What went back by no refund of ours: a positive movement for each refund, a negative one for each that failed. */
const RETURNED = `
  case when refund_id is null then case kind when 'refunded' then amount_minor when 'refund_failed' then -amount_minor end end`;

const TAKEN = `case kind when 'captured' then amount_minor else -coalesce(${RETURNED}, 0) end`;

/** What the books have of an attempt. Of its strays counts only what was not given back at the gateway. */
const BOOKS = `
  select attempt_id, max(occurred_at) as moved_at,
    max(currency) filter (where kind = 'captured' and is_own) as currency,
    coalesce(sum(amount_minor) filter (where kind = 'captured' and is_own), 0) as captured,
    coalesce(sum(${RETURNED}) filter (where is_own), 0) as returned,
    greatest(0, coalesce(sum(amount_minor) filter (where kind = 'captured' and not is_own), 0)
      - coalesce(sum(${RETURNED}) filter (where not is_own), 0)) as strayed,
    coalesce(sum(amount_minor) filter (where kind = 'disputed' and is_own), 0) as withdrawn,
    coalesce(sum(amount_minor) filter (where kind = 'dispute_won' and is_own), 0) as won,
    coalesce(sum(fee_minor) filter (where is_own), 0) as fee
  from gateway_books where attempt_id is not null group by 1`;

/**
 * Attempts of the gateway beside its books. `is_whole`: it began after the books do, so all that became of it is in
 * them; of an older one they may tell only the end. What is open, or has moved since the cutoff, is not compared. What
 * an attempt did not take here may be given back there without a word.
 */
const BOTH = `
  with money as (${MONEY_OF_ROWS}), books as (${BOOKS}), both_sides as (
    select m.*, m.created_at >= given.since as is_whole,
      case m.captured when 0 then greatest(0, coalesce(b.captured - b.returned, 0)) else coalesce(b.captured, 0) end
        + coalesce(b.strayed, 0) as captured_there,
      coalesce(b.currency, m.currency) as currency_there, coalesce(b.withdrawn, 0) as withdrawn_there,
      coalesce(b.won, 0) as won_there, coalesce(b.fee, 0) as fee_there
    from given join money m on m.gateway = given.gateway left join books b on b.attempt_id = m.attempt_id
    where m.status in ('succeeded', 'failed') and m.capturing = 0
      and (m.moved_at is null or m.moved_at < given.cutoff) and (b.moved_at is null or b.moved_at < given.cutoff))`;

/** A capture that the books count otherwise; one of another amount is a person's already (payment_mismatch). */
const CAPTURED_OTHERWISE = `
  (captured_there > captured or currency_there <> currency or is_whole and captured_there < captured)
  and not exists (select from interventions i where i.kind = 'payment_mismatch' and i.subject_id = attempt_id::text)`;

const captured = (which: string): string => `${BOTH}
  select 'attempt' as kind, attempt_id::text as id, order_id, jsonb_build_object('status', status,
    'capturedMinor', captured, 'currency', currency, 'atGatewayMinor', captured_there,
    'currencyAtGateway', currency_there) as facts
  from both_sides where ${CAPTURED_OTHERWISE} and ${which}`;

/** The gateway's books against our attempts: what was taken, what banks took back, what it cost. */
export const bookChecks: readonly Check[] = [
  {
    name: 'capture_not_ours',
    wrong: 'The gateway has taken money for one of our attempts, and we do not know that attempt.',
    remedy:
      'After a restore, find the order in an older back-up or ask the customer; else refund it at the gateway.',
    broken: `
      select 'movement' as kind, min(gateway_id) filter (where kind = 'captured') as id, null::uuid as order_id,
        jsonb_build_object('attemptId', said_attempt, 'amountMinor', sum(${TAKEN}), 'currency', max(currency),
          'occurredAt', min(occurred_at)) as facts
      from gateway_books where attempt_id is null and said_attempt is not null
      group by said_attempt
      having sum(${TAKEN}) > 0 and max(occurred_at) < (select cutoff from given)`,
  },
  {
    name: 'capture_not_here',
    wrong: 'The gateway has taken money for an attempt that took none here.',
    remedy: 'Refund it at the gateway: no order was paid by it.',
    broken: captured('captured = 0'),
  },
  {
    name: 'capture_not_there',
    wrong: 'An attempt took money here, and the gateway’s books have none of it.',
    remedy:
      'Hold the order back and look the payment up at the gateway; cancel the order where it was never paid.',
    broken: captured('captured_there = 0'),
  },
  {
    name: 'captured_amount_differs',
    wrong: 'The gateway has taken another amount for an attempt than is known here.',
    remedy:
      'The gateway is right about what it took: refund a payment too much there, ask the customer for what is too little.',
    broken: captured('captured > 0 and captured_there > 0'),
  },
  {
    name: 'dispute_differs',
    wrong: 'Banks took back, or returned, another amount at the gateway than the disputes here say.',
    remedy: 'Have the gateway deliver the events of the dispute again; each is applied once.',
    broken: `${BOTH}
      select 'attempt' as kind, attempt_id::text as id, order_id, jsonb_build_object('disputedMinor', withdrawn,
        'wonMinor', won, 'disputedAtGatewayMinor', withdrawn_there, 'wonAtGatewayMinor', won_there,
        'currency', currency) as facts
      from both_sides
      where withdrawn_there > withdrawn or won_there > won
        or is_whole and (withdrawn_there, won_there) <> (withdrawn, won)`,
  },
  {
    name: 'fee_differs',
    wrong: 'The gateway has kept another fee for an attempt than the ledger has.',
    remedy:
      'Where the ledger has none, add a fee transfer with the attempt as its reference; where it has another, ask the gateway why.',
    broken: `${BOTH}, ledger as (${MONEY_OF_LEDGER})
      select 'attempt' as kind, attempt_id::text as id, order_id, jsonb_build_object('feeMinor', coalesce(l.fee, 0),
        'atGatewayMinor', fee_there, 'currency', currency) as facts
      from both_sides left join ledger l using (attempt_id)
      -- Fees come with their movements: where those differ, that is the break.
      where is_whole and coalesce(l.fee, 0) <> fee_there and both_sides.captured > 0
        and (captured_there, withdrawn_there, won_there) = (both_sides.captured, withdrawn, won)`,
  },
];
