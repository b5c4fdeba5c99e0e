import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { inOneTime } from '../shared/in-one-time.js';
import { emailKey } from '../shared/personal-data.js';
import { isOrderNumber } from './order-number.js';

/** The next link of an order may be asked for after this; the order's row tells. */
const PAUSE_MINUTES = 1;

/** Has a new link mailed to the address of an order, for whoever knows both. Only the mail tells whether they belong together. */
@Injectable()
export class AskForLink {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  run(request: { readonly orderNumber: string; readonly email: string }): Promise<void> {
    return inOneTime(() => this.ask(request));
  }

  private async ask({ orderNumber, email }: { orderNumber: string; email: string }): Promise<void> {
    if (!isOrderNumber(orderNumber)) return;
    await this.uow.run(async (tx) => {
      const { rows } = await sql<{ id: string; customerId: string }>`
        update orders o set link_asked_at = now()
        from users u
        where o.number = ${orderNumber} and u.id = o.customer_id and u.email_key = ${emailKey(email)}
          and (o.link_asked_at is null or o.link_asked_at <= now() - make_interval(mins => ${PAUSE_MINUTES}))
        returning o.id, o.customer_id as "customerId"`.execute(tx.db);
      const [order] = rows;
      if (!order) return;
      const actor = { kind: 'customer' } as const;
      const event = newEvent({
        type: 'order.link_requested',
        orderId: order.id,
        customerId: order.customerId,
        actor: actor.kind,
        data: {},
      });
      const subject = { kind: 'order', id: orderNumber } as const;
      const audit = { action: 'order.ask_for_link', outcome: 'done', actor, subject };
      await this.recorder.record(tx, { events: [event], audit });
    });
  }
}
