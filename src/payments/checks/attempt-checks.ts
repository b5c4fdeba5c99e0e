import type { Check } from '../../shared/check.js';

/** A person has been asked, whether or not they have answered. */
const wasHandedOver = (kind: string, id: string): string =>
  `exists (select from interventions i where i.kind = '${kind}' and i.subject_id = ${id}::text)`;
const isHandedOver = (kind: string, id: string): string =>
  `exists (select from interventions i where i.kind = '${kind}' and i.subject_id = ${id}::text and i.closed_at is null)`;

/** Whether what is undecided is looked after. */
export const attemptChecks: readonly Check[] = [
  {
    name: 'attempt_unattended',
    wrong: 'A payment is undecided and nobody asks the gateway about it.',
    remedy: 'Start a worker; where next_check_at is empty, set it to now(): the gateway is then asked.',
    broken: `
      select 'attempt' as kind, a.id::text as id, a.order_id, jsonb_build_object('status', a.status,
        'checks', a.checks, 'deadlineAt', a.deadline_at, 'nextCheckAt', a.next_check_at) as facts
      from payment_attempts a
      where a.status not in ('succeeded', 'failed')
        and (a.next_check_at < (select cutoff from given)
          or a.next_check_at is null and not ${isHandedOver('payment_mismatch', 'a.id')})`,
  },
  {
    name: 'attempt_undecided_for_a_day',
    wrong: 'A payment has been in doubt for more than a day and no person was asked.',
    remedy:
      'Look it up at the gateway by its intent; what is true there is settled when the gateway answers for it.',
    broken: `
      select 'attempt' as kind, a.id::text as id, a.order_id, jsonb_build_object('status', a.status,
        'intentId', a.intent_id, 'checks', a.checks, 'deadlineAt', a.deadline_at) as facts
      from payment_attempts a
      where a.status in ('started', 'unknown') and a.deadline_at < (select cutoff from given) - interval '24 hours'
        and a.next_check_at >= (select cutoff from given) and not ${isHandedOver('payment_unresolved', 'a.id')}`,
  },
  {
    name: 'refund_stuck',
    wrong: 'A refund is pending and does not get on: the gateway has not taken it, or nobody asks any more.',
    remedy:
      'Start a worker and see that it reaches the gateway; where next_check_at is empty, set it to now(): it is sent, never twice.',
    broken: `
      select 'refund' as kind, r.id::text as id, r.order_id, jsonb_build_object('amountMinor', r.amount_minor,
        'currency', r.currency, 'checks', r.checks, 'createdAt', r.created_at, 'nextCheckAt', r.next_check_at) as facts
      from refunds r join payment_attempts a on a.id = r.attempt_id
      -- Beside an undecided payment it waits: there may be nothing to give back.
      where r.status = 'pending' and a.status in ('succeeded', 'failed')
        and (r.next_check_at is null or r.next_check_at < (select cutoff from given)
          or r.gateway_refund_id is null and greatest(r.created_at, a.settled_at) < (select cutoff from given))`,
  },
  {
    name: 'capture_stuck',
    wrong: 'Promised money is to be taken or let go, and it does not happen.',
    remedy:
      'Start a worker and see that it reaches the gateway, before the promise lapses; where next_check_at is empty, set it to now().',
    broken: `
      select 'capture' as kind, c.id::text as id, c.order_id, jsonb_build_object('amountMinor', c.amount_minor,
        'currency', c.currency, 'checks', c.checks, 'createdAt', c.created_at, 'nextCheckAt', c.next_check_at) as facts
      from captures c
      where c.status = 'pending' and (c.next_check_at is null or c.created_at < (select cutoff from given))
        -- Captures of one promise wait for each other: the first is the one that is stuck.
        and not exists (select from captures e where e.attempt_id = c.attempt_id and e.status = 'pending' and e.id < c.id)`,
  },
  {
    name: 'failed_refund_untold',
    wrong: 'A refund failed, it was not tried again, and no person was asked.',
    remedy:
      'Refund the order again with its refundId (POST /orders/{orderId}/refunds), or agree on another way with the customer.',
    broken: `
      select 'refund' as kind, r.id::text as id, r.order_id, jsonb_build_object('amountMinor', r.amount_minor,
        'currency', r.currency, 'failureCode', r.failure_code) as facts
      from refunds r
      where r.status = 'failed' and not ${wasHandedOver('refund_failed', 'r.id')}
        and not exists (select from refunds t where t.retry_of = r.id)`,
  },
  {
    name: 'failed_capture_untold',
    wrong: 'Promised money was not given for goods that left, and no person was asked.',
    remedy: 'Ask the customer to pay in another way.',
    broken: `
      select 'capture' as kind, c.id::text as id, c.order_id, jsonb_build_object('amountMinor', c.amount_minor,
        'currency', c.currency, 'failureCode', c.failure_code) as facts
      from captures c
      where c.status = 'failed' and c.amount_minor > 0 and not ${wasHandedOver('capture_failed', 'c.id')}`,
  },
];
