import type { Check } from '../../shared/check.js';

export const holdChecks: readonly Check[] = [
  {
    name: 'held_units_differ',
    wrong: 'Other units of a product are held than its orders have a hold of.',
    remedy:
      'Set held to what the orders have: units held for nobody are not sold, units not held are sold twice.',
    broken: `
      select 'product' as kind, s.product_id as id, null::uuid as order_id,
        jsonb_build_object('held', s.held, 'heldByOrders', coalesce(h.units, 0)) as facts
      from stock s left join (
        select l.product_id, sum(l.quantity)::int as units
        from orders o join order_lines l on l.order_id = o.id where o.hold = 'held' group by 1) h using (product_id)
      where s.held <> coalesce(h.units, 0)`,
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
    wrong: 'A pending order is still there after its payment window, and its payment is not in doubt.',
    remedy:
      'Start a worker: it closes the payment, cancels the order and releases its units. Where one runs, read its log.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id, jsonb_build_object('expiresAt', o.expires_at) as facts
      from orders o
      where o.status = 'pending' and o.expires_at < (select cutoff from given) and not exists (
        select from payment_attempts a where a.order_id = o.id and a.status in ('started', 'unknown'))`,
  },
];
