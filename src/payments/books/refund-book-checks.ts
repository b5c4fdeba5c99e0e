import type { Check } from '../../shared/check.js';

/** What the books have of a refund; a gateway may carry one out in parts. */
const BOOKS = `
  select refund_id, max(occurred_at) as moved_at,
    coalesce(sum(amount_minor) filter (where kind = 'refunded'), 0) as refunded,
    coalesce(sum(amount_minor) filter (where kind = 'refund_failed'), 0) as failed
  from gateway_books where refund_id is not null group by 1`;

/** Refunds of the gateway beside its books. `is_whole` as for attempts. */
const BOTH = `
  with books as (${BOOKS}), both_sides as (
    select r.*, r.created_at >= given.since as is_whole, b.refund_id is not null as is_there,
      coalesce(b.refunded, 0) as refunded_there, coalesce(b.failed, 0) as failed_there
    from given join payment_attempts a on a.gateway = given.gateway join refunds r on r.attempt_id = a.id
      left join books b on b.refund_id = r.id
    where r.status <> 'pending' and r.settled_at < given.cutoff
      and (b.moved_at is null or b.moved_at < given.cutoff))`;

const differs = (which: string): string => `${BOTH}
  select 'refund' as kind, id::text as id, order_id, jsonb_build_object('status', status, 'amountMinor', amount_minor,
    'atGatewayMinor', refunded_there, 'failedAtGatewayMinor', failed_there, 'currency', currency) as facts
  from both_sides where ${which}`;

/** The gateway's books against our refunds. */
export const refundBookChecks: readonly Check[] = [
  {
    name: 'refund_not_ours',
    wrong: 'The gateway has given money of one of our payments back, and no refund here has asked for it.',
    remedy:
      'Somebody refunded it at the gateway: compare the order with what the customer was promised, and never refund that amount again.',
    // What a failed attempt or a stray has taken must go back; what nobody knows may be one of ours from before a restore.
    broken: `
      select 'movement' as kind, b.gateway_id as id, a.order_id, jsonb_build_object('attemptId', a.id,
        'amountMinor', b.amount_minor, 'currency', b.currency, 'occurredAt', b.occurred_at) as facts
      from gateway_books b left join payment_attempts a on a.id = b.attempt_id
      where b.kind = 'refunded' and b.refund_id is null and b.occurred_at < (select cutoff from given)
        and (a.status = 'succeeded' and b.is_own
          or a.id is null and b.said_attempt is null and b.said_refund is not null)`,
  },
  {
    name: 'refund_not_there',
    wrong: 'A refund succeeded here, and the gateway’s books have none of it.',
    remedy: 'Look it up at the gateway; where the customer did not get the money, refund it there.',
    broken: differs(`status = 'succeeded' and is_whole and not is_there`),
  },
  {
    name: 'refund_failed_there',
    wrong: 'A refund succeeded here, and at the gateway it failed: the customer did not get the money.',
    remedy:
      'Have the gateway deliver the event of the failed refund again; a person is then asked what to do.',
    broken: differs(`status = 'succeeded' and failed_there > 0`),
  },
  {
    name: 'refund_given_there',
    wrong: 'A refund failed or was not needed here, and at the gateway the money was given back.',
    remedy: 'Do not refund it again: the customer has the money.',
    broken: differs(`status <> 'succeeded' and refunded_there > failed_there`),
  },
  {
    name: 'refunded_amount_differs',
    wrong: 'The gateway has given another amount back for a refund than is known here.',
    remedy:
      'Refund what is missing, or ask the customer for what is too much; the gateway is right about what it gave.',
    broken: differs(
      `status = 'succeeded' and is_there and is_whole and failed_there = 0 and refunded_there <> amount_minor`,
    ),
  },
];
