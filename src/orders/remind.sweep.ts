import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { isoTime } from './order-view.js';

const PAGE = 50;

/** Where less than this many times the reminder's lead is given to pay, an order has only just been made. */
const LEADS_IN_A_WINDOW = 2;

/**
 * Tells once of each order that its payment is still missing, some time before its window closes. Not of one whose payment is
 * under way: its customer has done their part.
 */
@Injectable()
export class RemindOfPayments implements Sweep {
  readonly name = 'remind';
  readonly everySeconds = 5;
  /** Minutes before the end, by method; who pays by card is at the counter still. */
  private readonly leads: Readonly<Record<string, number>>;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {
    this.leads = {
      paypal: config.PAYPAL_REMINDER_MINUTES,
      crypto: config.CRYPTO_REMINDER_MINUTES,
      bank_transfer: config.BANK_TRANSFER_REMINDER_MINUTES,
    };
  }

  async sweep(): Promise<number> {
    const longest = Math.max(...Object.values(this.leads));
    if (longest === 0) return 0;
    const lead = sql`make_interval(mins => (${JSON.stringify(this.leads)}::jsonb ->> o.payment_method)::int)`;
    const { rows } = await sql<{ id: string }>`
      select o.id from orders o
      where o.status = 'pending' and o.reminded_at is null and o.expires_at > now()
        and o.expires_at <= now() + make_interval(mins => ${longest}) and o.expires_at <= now() + ${lead}
        and o.expires_at - o.created_at >= ${LEADS_IN_A_WINDOW} * ${lead}
        and not exists (select from payment_attempts a
          where a.order_id = o.id and a.status in ('started', 'processing', 'unknown'))
      order by o.expires_at limit ${PAGE}`.execute(this.uow.db);
    for (const { id } of rows) await this.remind(id);
    return rows.length === PAGE ? PAGE : 0;
  }

  private remind(orderId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const { rows } = await sql<{ number: string; customerId: string; method: string; expiresAt: string }>`
        update orders set reminded_at = now()
        where id = ${orderId} and status = 'pending' and reminded_at is null
        returning number, customer_id as "customerId", payment_method as method, to_json(expires_at) #>> '{}' as "expiresAt"`.execute(
        tx.db,
      );
      // Another worker was faster, or the customer.
      if (!rows[0]) return;
      const { number, customerId, method, expiresAt } = rows[0];
      const data = { method, expiresAt: isoTime(expiresAt) };
      const event = newEvent({ type: 'payment.expiring', orderId, customerId, actor: SYSTEM.kind, data });
      const audit = {
        action: 'payment.expiring',
        outcome: 'done',
        actor: SYSTEM,
        subject: { kind: 'order', id: number },
        facts: data,
      } as const;
      await this.recorder.record(tx, { events: [event], audit });
    });
  }
}
