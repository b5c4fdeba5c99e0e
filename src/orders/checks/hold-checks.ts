import type { Check } from '../../shared/check.js';

export const holdChecks: readonly Check[] = [
  {
    name: 'order_units_differ_from_the_ledger',
    wrong: 'The ledger of stock has moved other units for an order than the order says.',
    remedy:
      'Compare the order with its rows in stock_movements: what was held, sold or returned too often or never is booked by a correction of the product.',
    broken: `
      with booked as (
        select order_id, product_id, sum(held_delta)::int as held, -sum(on_hand_delta)::int as sold
        from stock_movements where order_id is not null group by 1, 2
      ), back as (
        -- What comes back and is not fit for sale is booked in and written off: it stays sold.
        select order_id, line_no, sum(restocked)::int as restocked from return_lines group by 1, 2
      ), said as (
        select o.id as order_id, l.product_id,
          case when o.hold = 'held' then l.quantity - l.backordered - l.cancelled else 0 end as held,
          case when o.hold = 'sold' then l.quantity - l.backordered - l.cancelled - coalesce(b.restocked, 0) else 0 end as sold
        from orders o join order_lines l on l.order_id = o.id left join back b using (order_id, line_no)
      )
      select 'order' as kind, order_id::text as id, order_id,
        jsonb_build_object('productId', product_id, 'held', coalesce(said.held, 0), 'sold', coalesce(said.sold, 0),
          'heldByLedger', coalesce(booked.held, 0), 'soldByLedger', coalesce(booked.sold, 0)) as facts
      from said full join booked using (order_id, product_id)
      where (coalesce(said.held, 0), coalesce(said.sold, 0)) is distinct from (coalesce(booked.held, 0), coalesce(booked.sold, 0))`,
  },
  {
    name: 'hold_without_need',
    wrong: 'An order holds units and waits for no payment.',
    remedy:
      'Release its units: in one transaction set its hold to released and take its quantities off held of each product.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id,
        jsonb_build_object('status', o.status, 'paymentStatus', o.payment_status) as facts
      from orders o
      where o.hold = 'held' and o.status in ('pending', 'cancelled') and not exists (
          select from payment_attempts a where a.order_id = o.id and a.status not in ('succeeded', 'failed'))
        -- A pending order without any attempt waits for its first; its window is another check's.
        and (o.status <> 'pending' or exists (select from payment_attempts a where a.order_id = o.id))`,
  },
  {
    name: 'sold_units_not_taken',
    wrong: 'An order was paid and its units were not taken out of stock.',
    remedy:
      'In one transaction set its hold to sold and take its quantities off on_hand (and off held, where they were).',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id,
        jsonb_build_object('status', o.status, 'hold', o.hold) as facts
      from orders o
      where o.status in ('confirmed', 'processing', 'shipped', 'delivered') and o.hold <> 'sold'`,
  },
  {
    name: 'order_outlived_its_window',
    wrong:
      'A pending order is still there after its payment window, and its payment is neither in doubt nor on its way.',
    remedy:
      'Start a worker: it closes the payment, cancels the order and releases its units. Where one runs, read its log.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id, jsonb_build_object('expiresAt', o.expires_at) as facts
      from orders o
      where o.status = 'pending' and o.expires_at < (select cutoff from given) and not exists (
        select from payment_attempts a where a.order_id = o.id and a.status in ('started', 'unknown', 'processing'))`,
  },
];
