import { Injectable } from '@nestjs/common';
import { Dispatcher, type EventHandler } from '../shared/events/dispatcher.js';
import { type AnnouncedEvent, orderIdOf } from '../shared/events/announced-event.js';
import { IssueCreditNotes } from './issue-credit-notes.use-case.js';

@Injectable()
export class OnMoneyReturned implements EventHandler {
  readonly name = 'credit-note-money-returned';
  readonly handles = ['refund.succeeded', 'payment.released'] as const;

  constructor(
    dispatcher: Dispatcher,
    private readonly issueCreditNotes: IssueCreditNotes,
  ) {
    dispatcher.onEvent(this);
  }

  async handle(event: AnnouncedEvent): Promise<void> {
    await this.issueCreditNotes.run(orderIdOf(event));
  }
}
