import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { isUuid, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { isOrderTemplate } from '../mail-table.js';
import { MailsRepository } from '../mails.repository.js';
import { OrderDesk } from '../order-desk.js';
import { ShopDesk } from '../shop-desk.js';
import type { Content } from '../draft.js';

export interface ReadMailCommand {
  readonly actor: Actor & { readonly id: string };
  /** Inner id. */
  readonly mailId: string;
}

export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Shows a mail as its reader sees it, written again out of its event and what is true now: nothing that was sent is kept.
 * It names its reader, so who looks at it is audited as who looks at the person.
 */
@Injectable()
export class ReadMail {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly orderDesk: OrderDesk,
    private readonly shopDesk: ShopDesk,
    private readonly recorder: Recorder,
  ) {}

  /** 404 `mail_not_found`; 409 `mail_not_readable` for one about an account: it carries a key to it. */
  async run({ actor, mailId }: ReadMailCommand): Promise<MailContent> {
    const mail = isUuid(mailId) ? await this.mails.causeOf(this.uow.db, mailId) : undefined;
    if (!mail) throw new DomainError('mail_not_found');
    const outside = publicId('mail', mailId);
    const content = await this.write(mail);
    if (!content) throw new DomainError('mail_not_readable', { mailId: outside });
    await this.uow.run((tx) =>
      this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'mail.read',
          outcome: 'done',
          actor,
          subject: { kind: 'mail', id: outside },
          facts: { template: mail.template },
        },
      }),
    );
    const { subject, html, text } = content;
    return { subject, html, text };
  }

  private async write(mail: {
    template: string;
    eventId: string;
    orderId: string | null;
  }): Promise<Content | undefined> {
    const { template, eventId, orderId } = mail;
    if (orderId && isOrderTemplate(template))
      return (await this.orderDesk.reopen(template, { id: eventId, orderId })).write();
    return template === 'stock-low' ? (await this.shopDesk.lowStock(eventId))?.write() : undefined;
  }
}
