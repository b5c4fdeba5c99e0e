import { Injectable } from '@nestjs/common';
import type { EventType } from '../../shared/events/event.js';
import type { OrderForMail } from '../order-mail.view.js';

/** What of an order and of an event decides whether a mail is written. */
export interface MailOccasion {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
  /** As it will be. */
  readonly order: OrderForMail;
}

/** The template of the mail that an event will cause; `undefined` where it causes none. */
export type MailForecast = (occasion: MailOccasion) => string | undefined;

/** Whoever writes mails says here which; orders ask before a person decides. Without anybody, none are foreseen. */
@Injectable()
export class MailForecasts {
  private forecast: MailForecast = () => undefined;

  foretoldBy(forecast: MailForecast): void {
    this.forecast = forecast;
  }

  of(occasion: MailOccasion): string | undefined {
    return this.forecast(occasion);
  }
}
