import { Injectable } from '@nestjs/common';
import { MailForecasts, type MailOccasion } from '../../orders/back-office/index.js';
import type { EventType } from '../../shared/events/event.js';
import { ORDER_MAILS, ORDER_TEMPLATES, type OrderMail } from '../mail-table.js';

/** Says which mail an event about an order will cause, by the table that causes it. */
@Injectable()
export class ForecastMails {
  constructor(forecasts: MailForecasts) {
    forecasts.foretoldBy(mailOn);
  }
}

function mailOn({ type, data, order }: MailOccasion): string | undefined {
  return ORDER_TEMPLATES.find((template) => {
    const mail: OrderMail & { readonly on: EventType } = ORDER_MAILS[template];
    return mail.on === type && (mail.isWanted?.({ order, data }) ?? true);
  });
}
