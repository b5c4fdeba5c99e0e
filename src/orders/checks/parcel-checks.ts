import type { Check } from '../../shared/check.js';

/** Orders against their parcels. */
export const parcelChecks: readonly Check[] = [
  {
    name: 'status_differs_from_parcels',
    wrong: 'An order has another status than its payment and its parcels make.',
    remedy:
      'Find in the audit who moved it. Where parcels are missing, ship or deliver them as they were; else set the status back in the row.',
    broken: `
      with of_lines as (
        select l.order_id, sum(l.quantity - l.cancelled) as units from order_lines l group by l.order_id
      ), of_parcels as (
        select p.order_id, sum(pl.quantity) as shipped,
          coalesce(sum(pl.quantity) filter (where p.delivered_at is not null), 0) as delivered
        from parcels p join parcel_lines pl on pl.parcel_id = p.id group by p.order_id
      ), prepared as (
        select distinct order_id from events where type = 'order.processing'
      ), expected as (
        select o.id, o.status, p.shipped, p.delivered, l.units, case
            when o.cancel_reason is not null then 'cancelled'
            when o.paid_attempt_id is null then 'pending'
            when p.shipped is null then case when r.order_id is null then 'confirmed' else 'processing' end
            when p.shipped < l.units then 'processing'
            when p.delivered < p.shipped then 'shipped' else 'delivered' end as expected
        from orders o join of_lines l on l.order_id = o.id
          left join of_parcels p on p.order_id = o.id left join prepared r on r.order_id = o.id
      )
      select 'order' as kind, id::text as id, id as order_id, jsonb_build_object('status', status,
        'expected', expected, 'units', units, 'shipped', coalesce(shipped, 0), 'delivered', coalesce(delivered, 0)) as facts
      from expected where status <> expected`,
  },
  {
    name: 'more_shipped_than_ordered',
    wrong: 'The parcels of an order hold more of a product than was ordered and not cancelled.',
    remedy: 'Compare the parcels with what was packed, and correct parcel_lines; nothing is charged by it.',
    broken: `
      select 'order' as kind, l.order_id::text as id, l.order_id, jsonb_build_object('productId', l.product_id,
        'ordered', l.quantity, 'cancelled', l.cancelled, 'shipped', sum(pl.quantity)) as facts
      from order_lines l join parcel_lines pl using (order_id, line_no)
      group by l.order_id, l.line_no having sum(pl.quantity) > l.quantity - l.cancelled`,
  },
];
