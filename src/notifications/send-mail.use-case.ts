import { Injectable } from '@nestjs/common';
import { Interventions } from '../interventions/index.js';
import { MailStatus } from '../orders/index.js';
import { assertNever } from '../shared/assert.js';
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

/** What became of a mail, for good. */
type Fate = 'sent' | 'failed' | 'obsolete';

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
    private readonly mailStatus: MailStatus,
    private readonly interventions: Interventions,
    private readonly postman: Postman,
  ) {}

  /** Returns once the mail's fate is final; throws `MailNotSent` where another try is needed. */
  async run(errand: Errand): Promise<void> {
    const { draft, eventId, template } = errand;
    if (!draft) return this.uow.run((tx) => this.mails.withdraw(tx, errand));
    const messageId = this.postman.messageIdOf(errand);
    const mail = { eventId, template, messageId, orderId: draft.orderId, customerId: draft.customerId };
    const fate = await this.sendOnce(errand, draft, mail);
    // Told after every run: the one that sent the mail may have ended before it could tell.
    if (template === 'order-confirmed' && draft.orderId && fate !== 'obsolete')
      await this.mailStatus.confirmationMailed(draft.orderId, fate);
  }

  private async sendOnce(errand: Errand, draft: Draft, mail: QueuedMail): Promise<Fate> {
    // Starts before the claim: a process that is paused and wakes up after its lease finds its time over.
    const limit = AbortSignal.timeout(TRY_LIMIT_MS);
    const claim = await this.uow.run((tx) => this.mails.claim(tx, mail, LEASE_SECONDS));
    switch (claim.outcome) {
      case 'ours': {
        const sending = { mail, claim, first: errand.resendOf ?? claim.mailId };
        return this.conclude(sending, errand, await this.writeAndDeliver(sending, draft, limit));
      }
      case 'under_way':
        throw new MailNotSent('another worker is sending this mail');
      case 'sent':
      case 'failed':
      case 'obsolete':
        return claim.outcome;
      default:
        return assertNever(claim);
    }
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

  private async conclude(sending: Sending, { resendOf }: Errand, delivery: Delivery): Promise<Fate> {
    const { mail, first } = sending;
    if (delivery.outcome === 'sent') {
      await this.uow.run(async (tx) => {
        await this.mails.markSent(tx, mail);
        if (resendOf) await this.interventions.close(tx, { kind: 'mail_failed', subjectId: first });
      });
      return 'sent';
    }
    const { reason, permanent } = delivery;
    const hasFailed = await this.uow.run(async (tx) => {
      if (!permanent) return this.giveBack(tx, sending, reason);
      await this.mails.markFailed(tx, mail, reason);
      await this.askSomebody(tx, sending, reason);
      return true;
    });
    if (hasFailed) return 'failed';
    throw new MailNotSent(`the mail server did not take it: ${reason}`);
  }

  /** For another try; true where there have been enough. */
  private async giveBack(tx: Transaction, sending: Sending, reason: string): Promise<boolean> {
    const isOver = await this.mails.release(tx, sending.mail, sending.claim.tryNo, reason);
    if (isOver) await this.askSomebody(tx, sending, reason);
    return isOver;
  }

  private askSomebody(tx: Transaction, { first, mail }: Sending, reason: string): Promise<void> {
    const facts = { mailId: publicId('mail', first), template: mail.template, reason };
    return this.interventions.open(tx, {
      kind: 'mail_failed',
      subjectId: first,
      orderId: mail.orderId,
      facts,
    });
  }
}
