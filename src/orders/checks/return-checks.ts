import type { Check } from '../../shared/check.js';

/** Units that come back, against those that were sent, and against the money that goes back for them. */
export const returnChecks: readonly Check[] = [
  {
    name: 'more_returned_than_sent',
    wrong: 'More units of a line came back, or are announced to, than have arrived or left.',
    remedy:
      'Count what came back. Refuse what is only announced; of what was received, correct the lines of the return, the stock and the refund.',
    broken: `
      with sent as (
        select l.order_id, l.line_no, sum(l.quantity)::int as shipped,
          coalesce(sum(l.quantity) filter (where p.delivered_at is not null), 0)::int as delivered
        from parcel_lines l join parcels p on p.id = l.parcel_id group by 1, 2
      ), back as (
        select l.order_id, l.line_no, l.product_id,
          sum(case r.status when 'received' then l.restocked + l.written_off else l.quantity end)::int as units,
          coalesce(sum(case r.status when 'received' then l.restocked + l.written_off else l.quantity end)
            filter (where r.carries_refund), 0)::int as with_refund
        from return_lines l join returns r on r.id = l.return_id where r.status <> 'refused' group by 1, 2, 3
      )
      select 'order' as kind, b.order_id::text as id, b.order_id,
        jsonb_build_object('productId', b.product_id, 'returned', b.units, 'shipped', coalesce(s.shipped, 0),
          'returnedForMoney', b.with_refund, 'delivered', coalesce(s.delivered, 0)) as facts
      from back b left join sent s using (order_id, line_no)
      where b.units > coalesce(s.shipped, 0) or b.with_refund > coalesce(s.delivered, 0)`,
  },
  {
    name: 'return_not_refunded',
    wrong: 'Goods came back, their return carries a refund, and nothing was refunded for them.',
    remedy: 'Refund the units (POST /orders/{orderId}/refunds with lines).',
    broken: `
      with back as (
        select r.order_id, l.product_id, sum(l.restocked + l.written_off)::int as units
        from returns r join return_lines l on l.return_id = r.id
        where r.status = 'received' and r.carries_refund group by 1, 2
      ), given as (
        -- One that failed is told by another check.
        select r.order_id, l."productId" as product_id, sum(l.quantity)::int as units
        from refunds r, jsonb_to_recordset(r.lines) as l("productId" text, quantity int)
        where r.lines is not null group by 1, 2
      )
      select 'order' as kind, b.order_id::text as id, b.order_id,
        jsonb_build_object('productId', b.product_id, 'returned', b.units, 'refunded', coalesce(g.units, 0)) as facts
      from back b join orders o on o.id = b.order_id join payment_attempts a on a.id = o.paid_attempt_id
        join order_lines l on l.order_id = b.order_id and l.product_id = b.product_id
        join (select order_id, sum(subtotal_minor) as minor from order_lines group by 1) goods on goods.order_id = b.order_id
        left join given g on g.order_id = b.order_id and g.product_id = b.product_id
      where b.units > coalesce(g.units, 0) and a.captured_minor > a.refunded_minor + a.disputed_minor
        -- A gift has no share, nor has a unit of which a discount leaves less than two cents.
        and l.price_minor * o.total_minor >= 2 * goods.minor and goods.minor > 0`,
  },
];
