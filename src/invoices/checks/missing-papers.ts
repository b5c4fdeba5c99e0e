/**
 * Orders that lack a document, with the moment since when: `(order_id, since, lacks)`. A refund that failed late and was
 * tried again has its credit note under the one that it began as.
 */
export const MISSING_PAPERS = `
  select e.order_id, e.occurred_at as since, 'invoice' as lacks
  from events e
  where e.type = 'order.confirmed' and not exists (select from invoices i where i.source = 'order' and i.source_id = e.order_id)
  union all
  select c.order_id, c.since, 'credit note'
  from (
    select o.id as order_id, i.id as invoice_id, i.amount_minor, max(m.since) as since, sum(m.amount_minor) as back
    from invoices i join orders o on o.id = i.order_id
      join (
        select attempt_id, amount_minor, settled_at as since from refunds where status = 'succeeded'
        union all select id, released_minor, settled_at from payment_attempts where released_minor > 0) m
        on m.attempt_id = o.paid_attempt_id
    where i.kind = 'invoice' group by o.id, i.id) c
  where least(c.back, c.amount_minor) > (
    select coalesce(sum(n.amount_minor), 0) from invoices n where n.refers_to = c.invoice_id)`;
