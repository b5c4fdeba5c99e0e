import { Injectable } from '@nestjs/common';
import { Dispatcher, type EventHandler } from '../shared/events/dispatcher.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/announced-event.js';
import { MAIL_RETRY } from './mail-retry.js';
import { SendMail } from './send-mail.use-case.js';

@Injectable()
export class OnOrderCancelled implements EventHandler {
  readonly name = 'mail-order-cancelled';
  readonly handles = ['order.cancelled'] as const;
  readonly retry = MAIL_RETRY;

  constructor(
    dispatcher: Dispatcher,
    private readonly sendMail: SendMail,
  ) {
    dispatcher.onEvent(this);
  }

  handle(event: AnnouncedEvent): Promise<void> {
    return this.sendMail.run({ eventId: event.id, template: 'order-cancelled', orderId: orderIdOf(event) });
  }
}
