/**
 * What is known of an attempt's money, from each place that tells it. Checks compare them; SQL texts, to be used as
 * CTEs.
 */

/** From the rows that money moves by: the attempt itself, its captures, refunds and disputes. One row for each attempt. */
export const MONEY_OF_ROWS = `
  select a.id as attempt_id, a.order_id, a.gateway, a.currency, a.status, a.created_at,
    greatest(a.settled_at, c.settled_at, d.moved_at) as moved_at,
    case when a.status <> 'succeeded' then 0 when a.authorized_minor > 0 then coalesce(c.captured, 0)
      else a.amount_minor end as captured,
    case when a.authorized_minor > 0 then coalesce(c.captured, 0) else 0 end as used,
    coalesce(c.pending, 0) as capturing, coalesce(c.failed, 0) as not_captured, coalesce(c.ending, false) as is_ending,
    coalesce(r.refunded, 0) as refunded, coalesce(r.pending, 0) as refunding, coalesce(r.failed, 0) as not_refunded,
    case a.status when 'succeeded' then coalesce(r.pending, 0) else 0 end as allocated,
    coalesce(d.withdrawn, 0) as withdrawn, coalesce(d.won, 0) as won, coalesce(d.lost, 0) as lost
  from payment_attempts a
  left join (
    select attempt_id, max(settled_at) as settled_at, bool_or(is_last) as ending,
      sum(amount_minor) filter (where status = 'succeeded') as captured,
      sum(amount_minor) filter (where status = 'pending') as pending,
      sum(amount_minor) filter (where status = 'failed') as failed
    from captures group by 1) c on c.attempt_id = a.id
  left join (
    select attempt_id,
      sum(amount_minor) filter (where status = 'succeeded') as refunded,
      sum(amount_minor) filter (where status = 'pending') as pending,
      sum(amount_minor) filter (where status = 'failed' and again.id is null) as failed
    from refunds left join (select distinct retry_of as id from refunds) again using (id) group by 1) r on r.attempt_id = a.id
  left join (
    select attempt_id, max(greatest(opened_at, closed_at)) as moved_at, sum(withdrawn_minor) as withdrawn,
      sum(withdrawn_minor) filter (where status = 'won') as won,
      sum(withdrawn_minor) filter (where status = 'lost') as lost
    from disputes group by 1) d on d.attempt_id = a.id`;

/** Whose money a transfer's `reference` is about. */
export const REFERENCES = `
  select id as reference, id as attempt_id, order_id from payment_attempts
  union all select id, attempt_id, order_id from captures
  union all select id, attempt_id, order_id from refunds
  union all select id, attempt_id, order_id from disputes`;

/** From the ledger. One row for each attempt that has any. */
export const MONEY_OF_LEDGER = `
  select r.attempt_id,
    sum(t.amount_minor) filter (where t.movement = 'authorized') as authorized,
    sum(t.amount_minor) filter (where t.movement = 'authorization_used') as used,
    sum(t.amount_minor) filter (where t.movement = 'released') as released,
    sum(t.amount_minor) filter (where t.movement = 'captured') as captured,
    sum(case t.movement when 'refunded' then t.amount_minor when 'refund_failed' then -t.amount_minor end) as refunded,
    sum(case t.movement when 'disputed' then t.amount_minor when 'dispute_won' then -t.amount_minor end) as disputed,
    sum(t.amount_minor) filter (where t.movement = 'dispute_lost') as lost,
    sum(t.amount_minor) filter (where t.movement = 'fee') as fee
  from ledger_transfers t join (${REFERENCES}) r using (reference) group by 1`;
