import { Injectable } from '@nestjs/common';
import { Interventions } from '../interventions/index.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import type { Draft } from './draft.js';
import type { Template } from './mail-table.js';
import { type Claimed, MailsRepository, type QueuedMail } from './mails.repository.js';
import { type Delivery, Postman } from './postman.js';

/** A mail that is to be sent for an event. */
export interface Errand {
  readonly eventId: string;
  readonly template: Template;
  /** `undefined`: nobody is to get it (any more). */
  readonly draft: Draft | undefined;
  /** The mail that this one sends again. */
  readonly resendOf?: string;
}

/** A mail in the hands of this process. */
interface Sending {
  readonly mail: QueuedMail;
  readonly claim: Claimed;
  /** The mail that a person is asked about: the first one, where this one is sent again. */
  readonly first: string;
}

/** One try ends after this: a mail server that is silent from start to end is given up after 20 s. */
const TRY_LIMIT_MS = 25_000;
/** Longer than a try, so that two senders of one mail never overlap; a mail of a killed worker waits this long. */
const LEASE_SECONDS = 30;

/** Not sent yet, try again. Its text goes into logs and jobs, hence names no person. */
export class MailNotSent extends Error {}

/** Sends one mail for one event, however often it is asked to. What cannot be sent becomes a person's. */
@Injectable()
export class SendMail {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly interventions: Interventions,
    private readonly postman: Postman,
  ) {}

  /** Returns once the mail's fate is final; throws `MailNotSent` where another try is needed. */
  async run(errand: Errand): Promise<void> {
    const { draft, eventId, template } = errand;
    if (!draft) return this.uow.run((tx) => this.mails.withdraw(tx, errand));
    const messageId = this.postman.messageIdOf(errand);
    const mail = { eventId, template, messageId, orderId: draft.orderId, customerId: draft.customerId };
    // Starts before the claim: a process that is paused and wakes up after its lease finds its time over.
    const limit = AbortSignal.timeout(TRY_LIMIT_MS);
    const claim = await this.mails.claim(this.uow.db, mail, LEASE_SECONDS);
    if (claim.outcome === 'under_way') throw new MailNotSent('another worker is sending this mail');
    if (claim.outcome !== 'ours') return;
    const sending = { mail, claim, first: errand.resendOf ?? claim.mailId };
    await this.conclude(sending, errand, await this.writeAndDeliver(sending, draft, limit));
  }

  private async writeAndDeliver(sending: Sending, draft: Draft, limit: AbortSignal): Promise<Delivery> {
    try {
      const { to, orderNumber } = draft;
      const letter = { ...(await draft.write()), messageId: sending.mail.messageId, to, orderNumber };
      return await this.postman.deliver(letter, limit);
    } catch (error) {
      // A fault of ours, which the log tells of.
      await this.uow.run((tx) => this.giveBack(tx, sending, 'it could not be written'));
      throw error;
    }
  }

  private async conclude(sending: Sending, { resendOf }: Errand, delivery: Delivery): Promise<void> {
    const { mail, first } = sending;
    if (delivery.outcome === 'sent') {
      if (!resendOf) return this.mails.markSent(this.uow.db, mail);
      return this.uow.run(async (tx) => {
        await this.mails.markSent(tx.db, mail);
        await this.interventions.close(tx, { kind: 'mail_failed', subjectId: first });
      });
    }
    const { reason, permanent } = delivery;
    const hasFailed = await this.uow.run(async (tx) => {
      if (!permanent) return this.giveBack(tx, sending, reason);
      await this.mails.markFailed(tx, mail, reason);
      await this.handOver(tx, sending, reason);
      return true;
    });
    if (!hasFailed) throw new MailNotSent(`the mail server did not take it: ${reason}`);
  }

  /** For another try; true where there have been enough. */
  private async giveBack(tx: Transaction, sending: Sending, reason: string): Promise<boolean> {
    const isOver = await this.mails.release(tx, sending.mail, sending.claim.tryNo, reason);
    if (isOver) await this.handOver(tx, sending, reason);
    return isOver;
  }

  /** A mail that has failed is a person's. */
  private async handOver(tx: Transaction, { first, mail }: Sending, reason: string): Promise<void> {
    await this.mails.tellItsOrder(tx, mail, 'failed');
    const facts = { mailId: publicId('mail', first), template: mail.template, reason };
    await this.interventions.open(tx, {
      kind: 'mail_failed',
      subjectId: first,
      orderId: mail.orderId,
      facts,
    });
  }
}
