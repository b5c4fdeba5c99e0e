import { Injectable } from '@nestjs/common';
import { invariant } from '../shared/assert.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { Dispatcher } from '../shared/events/dispatcher.js';
import type { EventType } from '../shared/events/event.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/announced-event.js';
import { AccountDesk } from './account-desk.js';
import {
  isOrderTemplate,
  ORDER_MAILS,
  ORDER_TEMPLATES,
  type OrderTemplate,
  OTHER_MAILS,
} from './mail-table.js';
import { MailsRepository } from './mails.repository.js';
import { OrderDesk } from './order-desk.js';
import { type Errand, SendMail } from './send-mail.use-case.js';
import { ShopDesk } from './shop-desk.js';

/**
 * Pauses grow to two minutes and no further: an hour after which a mail server comes back, everything is out within five
 * minutes. The limit lies beyond the day after which a mail is given up by its own row.
 */
const MAIL_RETRY = { retryDelayMax: 120, retryLimit: 1_000 };

/** What customers wait for has queues of its own; what is stored names them, so the names stay. */
const OWN_QUEUES = ['order-confirmed', 'order-cancelled', 'payment-returned'] as const;

const TEMPLATE_OF: ReadonlyMap<EventType, OrderTemplate> = new Map(
  ORDER_TEMPLATES.map((template) => [ORDER_MAILS[template].on, template]),
);

/** Takes each event that a mail tells of to the desk that writes it. */
@Injectable()
export class SendMails {
  constructor(
    dispatcher: Dispatcher,
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly orderDesk: OrderDesk,
    private readonly accountDesk: AccountDesk,
    private readonly shopDesk: ShopDesk,
    private readonly sendMail: SendMail,
  ) {
    const handle = async (event: AnnouncedEvent) => this.sendMail.run(await this.errandOf(event));
    const apart = OWN_QUEUES.map((template) => ORDER_MAILS[template].on as EventType);
    for (const [index, type] of apart.entries())
      dispatcher.onEvent({ name: `mail-${OWN_QUEUES[index]}`, handles: [type], retry: MAIL_RETRY, handle });
    const others = [...TEMPLATE_OF.keys()].filter((type) => !apart.includes(type));
    const handles: EventType[] = [...others, ...Object.values(OTHER_MAILS), 'mail.resend_requested'];
    dispatcher.onEvent({ name: 'mails', handles, retry: MAIL_RETRY, handle });
  }

  private async errandOf(event: AnnouncedEvent): Promise<Errand> {
    const eventId = event.id;
    switch (event.type) {
      case OTHER_MAILS['password-reset']:
        return { eventId, template: 'password-reset', draft: await this.accountDesk.passwordReset(eventId) };
      case OTHER_MAILS['stock-low']:
        return { eventId, template: 'stock-low', draft: await this.shopDesk.lowStock(eventId) };
      case OTHER_MAILS['staff-locked']:
        return { eventId, template: 'staff-locked', draft: await this.shopDesk.staffLocked(eventId) };
      case 'mail.resend_requested':
        return this.resend(eventId);
      default: {
        const template = TEMPLATE_OF.get(event.type)!;
        const draft = await this.orderDesk.open(template, { id: eventId, orderId: orderIdOf(event) });
        return { eventId, template, draft };
      }
    }
  }

  /** The same mail once more, about the same event, as the order stands now; to whoever is named. */
  private async resend(eventId: string): Promise<Errand> {
    const { template, firstMailId, firstEventId, orderId, address } = await this.mails.resendOf(
      this.uow.db,
      eventId,
    );
    invariant(isOrderTemplate(template), 'only mails about orders are sent again');
    const draft = await this.orderDesk.reopen(template, { id: firstEventId, orderId });
    const to = address === undefined ? draft.to : { name: draft.to.name, address };
    return { eventId, template, draft: { ...draft, to }, resendOf: firstMailId };
  }
}
