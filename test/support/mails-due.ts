/** What mails there may be, and which there have to be: the product's table of mails, said again in SQL. */

/** Events that always cause their mail. */
const ALWAYS = `
  select e.id as event_id, t.template from events e join (values
    ('order.confirmed', 'order-confirmed'), ('order.items_cancelled', 'items-cancelled'),
    ('refund.succeeded', 'refund-succeeded'), ('refund.failed', 'refund-failed'),
    ('parcel.shipped', 'parcel-shipped'), ('order.delivered', 'order-delivered'),
    ('return.requested', 'return-requested'), ('return.approved', 'return-approved'),
    ('return.refused', 'return-refused'), ('return.received', 'return-received'),
    ('order.link_requested', 'order-link')) t(type, template) using (type)
  union all select e.id, 'order-cancelled' from events e join orders o on o.id = e.order_id
    where e.type = 'order.cancelled' and o.cancel_reason <> 'superseded'
  union all select e.id, 'payment-returned' from events e
    where e.type = 'refund.requested' and e.data->>'reason' in ('cancelled', 'paid_already', 'adjusted')
  union all select e.id, m.template from events e join mails m on m.event_id = e.id where e.type = 'mail.resend_requested'`;

/** Events about a payment that is or was to be made, with the payment. */
const OF_A_PAYMENT = `
  from events e join orders o on o.id = e.order_id join payment_attempts a on a.id = (e.data->>'attemptId')::uuid`;

// What the event said: a payment that failed may succeed after all.
const DECLINED = `e.type = 'payment.failed' and e.data->>'reason' not in ('abandoned', 'not_attempted')`;
const PAID_ELSEWHERE = `e.type = 'payment.requires_action' and a.method in ('bank_transfer', 'crypto')`;
const IS_LAST = `not exists (select from payment_attempts l where l.order_id = o.id and l.created_at > a.created_at)`;
const IS_FIRST = `not exists (select from payment_attempts f where f.order_id = o.id and f.created_at < a.created_at
  and f.status = 'failed' and f.failure_reason not in ('abandoned', 'not_attempted'))`;

export const MAILS_ALLOWED = `${ALWAYS}
  union all select e.id, 'payment-failed' ${OF_A_PAYMENT} where ${DECLINED}
  union all select e.id, 'payment-instructions' ${OF_A_PAYMENT} where ${PAID_ELSEWHERE}
  union all select e.id, t.template from events e join (values ('payment.expiring', 'payment-expiring'),
    ('user.password_reset_requested', 'password-reset'), ('stock.low', 'stock-low'), ('staff.locked', 'staff-locked')) t(type, template) using (type)`;

/** What an order waits for is told while it waits for it: once it has it, the mail may or may not have been faster. */
export const MAILS_DUE = `${ALWAYS}
  union all select e.id, 'payment-failed' ${OF_A_PAYMENT}
    where ${DECLINED} and a.status = 'failed' and o.status = 'pending' and ${IS_LAST} and (${IS_FIRST} or a.method in ('paypal', 'bank_transfer', 'crypto'))
  union all select e.id, 'payment-instructions' ${OF_A_PAYMENT}
    where ${PAID_ELSEWHERE} and o.status = 'pending' and ${IS_LAST} and a.next_action is not null`;
