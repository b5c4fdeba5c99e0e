import { MONEY_OF_ROWS } from '../../payments/index.js';
import type { Check } from '../../shared/check.js';

/** Orders against the money of their payments. */
export const orderChecks: readonly Check[] = [
  {
    name: 'confirmed_without_payment',
    wrong: 'An order is confirmed or further, and no succeeded payment of its amount and currency pays it.',
    remedy:
      'Do not ship it. Look its payments up at the gateway; cancel the order where none has come through.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id, jsonb_build_object('status', o.status,
        'amountMinor', o.grand_total_minor, 'currency', o.currency, 'paidAttemptId', o.paid_attempt_id,
        'attemptStatus', a.status, 'attemptAmountMinor', a.amount_minor, 'attemptCurrency', a.currency) as facts
      from orders o left join payment_attempts a on a.id = o.paid_attempt_id
      where o.status in ('confirmed', 'processing', 'shipped', 'delivered')
        and (a.status, a.amount_minor, a.currency, a.order_id)
          is distinct from ('succeeded', o.grand_total_minor, o.currency, o.id)`,
  },
  {
    name: 'money_kept',
    wrong:
      'Money of a cancelled order or of a second payment was taken, and is neither given back nor on its way.',
    remedy:
      'Refund what is left (POST /orders/{orderId}/refunds); of a second payment, add a pending row to refunds with next_check_at now() and count it in the attempt: the worker sends it.',
    broken: `
      with money as (${MONEY_OF_ROWS})
      select 'attempt' as kind, m.attempt_id::text as id, m.order_id, jsonb_build_object('orderStatus', o.status,
        'capturedMinor', m.captured, 'refundedMinor', m.refunded + m.refunding, 'disputedMinor', m.withdrawn - m.won,
        'currency', m.currency) as facts
      from money m join orders o on o.id = m.order_id
      where (o.status = 'cancelled' or o.paid_attempt_id is distinct from m.attempt_id)
        -- What a refund could not give back is a person's: see failed_refund_untold.
        and m.captured > m.refunded + m.refunding + m.not_refunded + m.withdrawn - m.won`,
  },
  {
    name: 'promise_kept',
    wrong: 'Money of a cancelled order or of a second payment is still promised, and is not being let go.',
    remedy:
      'Add a pending row of amount 0 to captures for it, with is_last and next_check_at now(): the worker lets the rest go at the gateway.',
    broken: `
      with money as (${MONEY_OF_ROWS})
      select 'attempt' as kind, a.id::text as id, a.order_id, jsonb_build_object('orderStatus', o.status,
        'promisedMinor', a.authorized_minor - m.captured - a.released_minor, 'currency', a.currency) as facts
      from payment_attempts a join money m on m.attempt_id = a.id join orders o on o.id = a.order_id
      where (o.status = 'cancelled' or o.paid_attempt_id is distinct from a.id)
        and a.authorized_minor - m.captured - a.released_minor > 0 and not m.is_ending`,
  },
  {
    name: 'payment_status_disagrees',
    wrong: 'The payment status that the customer sees is not what the payments say.',
    remedy: 'Set payment_status of the order to what is expected.',
    broken: `
      with money as (${MONEY_OF_ROWS}),
        newest as (
          select distinct on (order_id) order_id, status from payment_attempts order by order_id, created_at desc, id desc),
        doubted as (select distinct order_id from payment_attempts where failure_code = 'amount_mismatch'),
        paid as (
          select m.*, a.authorized_minor - m.captured - a.released_minor as promised
          from money m join payment_attempts a on a.id = m.attempt_id),
        expected as (
          select o.id, o.payment_status, case
              when p.promised > 0 then 'authorized' when d.order_id is not null then 'unknown' end as also, case
              when p.attempt_id is null then case
                when n.order_id is null then 'unpaid'
                when n.status in ('started', 'requires_action', 'processing') then 'pending'
                -- Taken for what the order no longer costs, and given back.
                when n.status = 'succeeded' then 'failed' else n.status end
              when p.refunded > 0 and p.refunded >= p.captured then 'refunded'
              when p.refunded > 0 then 'partially_refunded'
              when p.promised > 0 and p.captured = 0 and p.not_captured > 0 then 'failed'
              when p.promised > 0 then 'authorized'
              when p.captured = 0 then 'unpaid' else 'paid' end as status
          from orders o left join paid p on p.attempt_id = o.paid_attempt_id
            left join newest n on n.order_id = o.id left join doubted d on d.order_id = o.id
          -- In between it may run ahead or behind.
          where coalesce(p.refunding + p.capturing, 0) = 0)
      select 'order' as kind, id::text as id, id as order_id,
        jsonb_build_object('paymentStatus', payment_status, 'expected', status) as facts
      from expected
      where payment_status <> status and payment_status is distinct from also`,
  },
];
