import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { privateId, publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { isOrderTemplate } from './mail-table.js';
import { MailsRepository } from './mails.repository.js';
import { Postman } from './postman.js';

export interface ResendMailCommand {
  readonly actor: Actor & { readonly id: string };
  readonly mailId: string;
  /** Absent: where it went before. */
  readonly email?: string;
  readonly reason?: string;
  readonly claim?: Claim;
}

/**
 * Has a mail about an order sent once more, by an event of its own: the one extra that a customer may get, since somebody
 * wanted it. The row refers to the first one; where that one was a person's, it is closed once this one is taken.
 */
@Injectable()
export class ResendMail {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly postman: Postman,
    private readonly recorder: Recorder,
  ) {}

  /**
   * The inner id of the new mail. 404 `mail_not_found`, 409 `mail_not_resendable` for a mail that is about no order: what a mail
   * about an account carries is nobody else's.
   */
  run(command: ResendMailCommand): Promise<string> {
    return this.uow.run((tx) => this.resend(tx, command));
  }

  private async resend(
    tx: Transaction,
    { actor, mailId, email, reason, claim }: ResendMailCommand,
  ): Promise<string> {
    const id = privateId('mail', mailId);
    const first = id && (await this.mails.lockFirst(tx, id));
    if (!first) throw new DomainError('mail_not_found');
    const { template, orderId, customerId } = first;
    if (!orderId || !isOrderTemplate(template)) throw new DomainError('mail_not_resendable', { mailId });
    // A claim that stands was committed with its effect: what it made is the last of them.
    if (claim?.resumes) return this.mails.lastResend(tx, first.id);
    await takeClaim(tx, claim, orderId);
    const event = newEvent({
      type: 'mail.resend_requested',
      orderId,
      customerId,
      actor: actor.kind,
      data: { mailId: publicId('mail', first.id), template },
    });
    const messageId = this.postman.messageIdOf({ eventId: event.id, template });
    const mail = { eventId: event.id, template, orderId, customerId, messageId };
    const resendId = await this.mails.addResend(tx, mail, first.id, email);
    const facts = { mailId, template, toAnotherAddress: email !== undefined, ...(reason && { reason }) };
    await this.recorder.record(tx, {
      events: [event],
      audit: { action: 'mail.resend', outcome: 'done', actor, subject: { kind: 'mail', id: mailId }, facts },
    });
    return resendId;
  }
}
