/**
 * Orders that lack a document, with the moment since when: `(order_id, since, lacks, back)`, `back` being the money that
 * credit notes do not tell of. A refund that failed late and was tried again has its credit note under the one that it began as.
 */
export const MISSING_PAPERS = `
  select e.order_id, min(e.occurred_at) as since, 'invoice' as lacks, null::bigint as back
  from events e
  where e.type = 'order.confirmed' and not exists (select from invoices i where i.source = 'order' and i.source_id = e.order_id)
  group by e.order_id
  union all
  select c.order_id, c.since, 'credit note', (least(c.back, c.amount_minor) - n.credited)::bigint
  from (
    select o.id as order_id, i.id as invoice_id, i.amount_minor, max(m.since) as since, sum(m.amount_minor) as back
    from invoices i join orders o on o.id = i.order_id
      join (
        select attempt_id, amount_minor, settled_at as since from refunds where status = 'succeeded'
        union all select p.id, p.released_minor, coalesce(max(c.settled_at), p.settled_at)
        from payment_attempts p left join captures c on c.attempt_id = p.id and c.is_last
        where p.released_minor > 0 group by p.id) m
        on m.attempt_id = o.paid_attempt_id
    where i.kind = 'invoice' group by o.id, i.id) c
    cross join lateral (
      select coalesce(sum(amount_minor), 0) as credited from invoices where refers_to = c.invoice_id) n
  where least(c.back, c.amount_minor) > n.credited`;
