import { Injectable } from '@nestjs/common';
import { Dispatcher, type EventHandler } from '../shared/events/dispatcher.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/announced-event.js';
import { IssueInvoice } from './issue-invoice.use-case.js';

@Injectable()
export class OnOrderConfirmed implements EventHandler {
  readonly name = 'invoice-order-confirmed';
  readonly handles = ['order.confirmed'] as const;

  constructor(
    dispatcher: Dispatcher,
    private readonly issueInvoice: IssueInvoice,
  ) {
    dispatcher.onEvent(this);
  }

  async handle(event: AnnouncedEvent): Promise<void> {
    await this.issueInvoice.run(orderIdOf(event));
  }
}
