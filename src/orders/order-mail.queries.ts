import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { NOT_THE_CUSTOMERS, type OrderForMail, orderForMail, type OrderMailRow } from './order-mail.view.js';
import { orderJson } from './order-row.sql.js';
import { returnJson } from './returns.sql.js';

/** What of an order a mail is about, by inner ids. */
export interface MailSubject {
  /** Absent: the refund that the order's cancellation has allocated. */
  readonly refundId?: string;
  readonly attemptId?: string;
  readonly parcelId?: string;
  readonly returnId?: string;
}

/** What mails say about orders. Outside a transaction, one statement. */
@Injectable()
export class OrderMailQueries {
  constructor(private readonly uow: UnitOfWork) {}

  async forMail(orderId: string, subject: MailSubject): Promise<OrderForMail> {
    const { refundId = null, attemptId = null, parcelId = null, returnId = null } = subject;
    const { rows } = await sql<OrderMailRow>`
      select ${orderJson('o')} as "order", to_jsonb(p) as paid, to_jsonb(r) as refund, to_jsonb(a) as refunded,
        to_jsonb(t) || jsonb_build_object(
          'is_last', not exists (select from payment_attempts l where l.order_id = o.id and l.created_at > t.created_at),
          'is_first_failure', not exists (
            select from payment_attempts f where f.order_id = o.id and f.status = 'failed' and f.created_at < t.created_at
              and f.failure_reason <> all(${NOT_THE_CUSTOMERS}::text[]))) as payment,
        to_jsonb(c) || jsonb_build_object('lines', (
          select jsonb_agg(jsonb_build_object('line_no', l.line_no, 'quantity', l.quantity) order by l.line_no)
          from parcel_lines l where l.parcel_id = c.id)) as parcel,
        case when b.id is not null then ${returnJson('b')} end as back
      from orders o left join payment_attempts p on p.id = o.paid_attempt_id
        left join refunds r on r.order_id = o.id and r.id = coalesce(${refundId}::uuid, (
          select x.id from refunds x where x.order_id = o.id and x.reason = o.cancel_reason
          order by x.created_at desc limit 1))
        left join payment_attempts a on a.id = r.attempt_id
        left join payment_attempts t on t.order_id = o.id and t.id = coalesce(${attemptId}::uuid, (
          select x.id from payment_attempts x where x.order_id = o.id order by x.created_at desc limit 1))
        left join parcels c on c.order_id = o.id and c.id = ${parcelId}::uuid
        left join returns b on b.order_id = o.id and b.id = ${returnId}::uuid
      where o.id = ${orderId}`.execute(this.uow.db);
    return orderForMail(rows[0]!);
  }
}
