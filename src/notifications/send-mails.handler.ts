import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { Dispatcher } from '../shared/events/dispatcher.js';
import type { EventType } from '../shared/events/event.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/outbox.js';
import { ORDER_MAILS, ORDER_TEMPLATES, type OrderTemplate } from './mail-table.js';
import { MailsRepository } from './mails.repository.js';
import { OrderDesk } from './order-desk.js';
import { SendMail } from './send-mail.use-case.js';

/**
 * Pauses grow to two minutes and no further: an hour after which a mail server comes back, everything is out within five
 * minutes. The limit lies beyond the day after which a mail is given up by its own row.
 */
const MAIL_RETRY = { retryDelayMax: 120, retryLimit: 1_000 };

/** Confirmations, which customers wait for, have a queue of their own; what is stored names them, so names stay. */
const OWN_QUEUES: ReadonlySet<OrderTemplate> = new Set<OrderTemplate>([
  'order-confirmed',
  'order-cancelled',
  'payment-returned',
]);

const TEMPLATE_OF: ReadonlyMap<EventType, OrderTemplate> = new Map(
  ORDER_TEMPLATES.map((template) => [ORDER_MAILS[template].on, template]),
);

/** Each event that a mail tells of, to that mail. */
@Injectable()
export class SendMails {
  constructor(
    dispatcher: Dispatcher,
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly orderDesk: OrderDesk,
    private readonly sendMail: SendMail,
  ) {
    for (const template of OWN_QUEUES) {
      const handles = [ORDER_MAILS[template].on];
      dispatcher.onEvent({
        name: `mail-${template}`,
        handles,
        retry: MAIL_RETRY,
        handle: (event) => this.aboutOrder(event),
      });
    }
    const others = ORDER_TEMPLATES.filter((template) => !OWN_QUEUES.has(template));
    dispatcher.onEvent({
      name: 'mails',
      handles: others.map((template) => ORDER_MAILS[template].on),
      retry: MAIL_RETRY,
      handle: (event) => this.aboutOrder(event),
    });
  }

  private async aboutOrder(event: AnnouncedEvent): Promise<void> {
    const template = TEMPLATE_OF.get(event.type)!;
    const draft = await this.orderDesk.open(template, { id: event.id, orderId: orderIdOf(event) }, false);
    await this.sendMail.run({ eventId: event.id, template, draft });
  }
}
