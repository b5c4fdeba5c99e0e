import type { Check } from '../../shared/check.js';

/** The timeline against the order. */
export const eventChecks: readonly Check[] = [
  {
    name: 'status_without_event',
    wrong: 'The last event that moved an order does not name its status.',
    remedy:
      'Find in the audit who moved it; undo what was done by hand. Customers, mails and partners know only what the events say.',
    broken: `
      select 'order' as kind, o.id::text as id, o.id as order_id,
        jsonb_build_object('status', o.status, 'lastEventTo', e.status) as facts
      from orders o left join (
        select distinct on (order_id) order_id, data->>'to' as status
        from events where data ? 'to' order by order_id, occurred_at desc, id desc) e on e.order_id = o.id
      where o.status is distinct from e.status`,
  },
  {
    name: 'event_told_twice',
    wrong: 'An order was created, confirmed or cancelled more than once.',
    remedy:
      'See in the audit what came twice, and whether the customer paid or was told twice; then a superuser takes the second event out.',
    broken: `
      select 'order' as kind, order_id::text as id, order_id, jsonb_build_object('event', type, 'times', count(*)) as facts
      from events where type in ('order.created', 'order.confirmed', 'order.cancelled')
      group by order_id, type having count(*) > 1`,
  },
];
