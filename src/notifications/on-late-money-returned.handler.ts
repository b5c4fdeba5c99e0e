import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { Dispatcher, type EventHandler } from '../shared/events/dispatcher.js';
import { dataOfEvent } from '../shared/events/event.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/announced-event.js';
import { privateId } from '../shared/ids.js';
import { MAIL_RETRY } from './mail-retry.js';
import { SendMail } from './send-mail.use-case.js';

/** Why settle returns money that no other mail tells of: a cancellation's own mail tells of its refund. */
const TOLD_HERE: ReadonlySet<unknown> = new Set(['cancelled', 'paid_already', 'adjusted']);

@Injectable()
export class OnLateMoneyReturned implements EventHandler {
  readonly name = 'mail-payment-returned';
  readonly handles = ['refund.requested'] as const;
  readonly retry = MAIL_RETRY;

  constructor(
    dispatcher: Dispatcher,
    private readonly uow: UnitOfWork,
    private readonly sendMail: SendMail,
  ) {
    dispatcher.onEvent(this);
  }

  async handle(event: AnnouncedEvent): Promise<void> {
    const { reason, refundId } = await dataOfEvent(this.uow.db, event.id);
    if (!TOLD_HERE.has(reason)) return;
    const mail = { eventId: event.id, template: 'payment-returned', orderId: orderIdOf(event) } as const;
    await this.sendMail.run({ ...mail, refundId: privateId('ref', String(refundId)) });
  }
}
