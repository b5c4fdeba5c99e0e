import { Injectable } from '@nestjs/common';
import { MailPapers, type PrintedPdf } from '../invoices/index.js';
import { MailStatus, type OrderForMail, OrderQueries } from '../orders/index.js';
import { assertNever } from '../shared/assert.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { MailsRepository, type QueuedMail } from './mails.repository.js';
import { type Letter, Postman } from './postman.js';
import type { Template } from './templates.js';

export interface MailRequest {
  readonly eventId: string;
  readonly template: Template;
  /** The order's inner id. */
  readonly orderId: string;
  /** Where the mail is about one refund: its inner id. */
  readonly refundId?: string;
}

/** What became of a mail, for good. */
type Fate = 'sent' | 'failed';

/** One try ends after this: a mail server that is silent from start to end is given up after 20 s. */
const TRY_LIMIT_MS = 25_000;
/** Longer than a try, so that two senders of one mail never overlap; a mail of a killed worker waits this long. */
const LEASE_SECONDS = 30;

/** Not sent yet, try again. Its text goes into logs and jobs, hence names no person. */
export class MailNotSent extends Error {}

/** Sends one mail for one event, however often it is asked to. */
@Injectable()
export class SendMail {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly mails: MailsRepository,
    private readonly orders: OrderQueries,
    private readonly mailStatus: MailStatus,
    private readonly papers: MailPapers,
    private readonly postman: Postman,
  ) {}

  /** Returns once the mail's fate is final; throws `MailNotSent` where another try is needed. */
  async run(request: MailRequest): Promise<void> {
    const order = await this.orders.forMail(request.orderId, request.refundId);
    if (!isWanted(request, order)) return;
    const letter = await this.postman.write(request, order, await this.papersFor(request, order));
    const mail = { ...request, customerId: order.customerId, messageId: letter.messageId };
    const fate = await this.sendOnce(mail, letter);
    // Told after every run: the one that sent the mail may have ended before it could tell.
    if (request.template === 'order-confirmed')
      await this.mailStatus.confirmationMailed(request.orderId, fate);
  }

  /** A mail waits for the papers that belong to it: where they cannot be issued now, it is tried again later. */
  private async papersFor({ template, orderId }: MailRequest, order: OrderForMail): Promise<PrintedPdf[]> {
    const refundId = order.refund?.refundId ?? null;
    switch (template) {
      case 'order-confirmed':
        return [await this.papers.invoice(orderId)];
      case 'order-cancelled':
        return this.papers.cancellation(orderId, refundId);
      case 'payment-returned':
        return this.papers.refund(orderId, refundId);
      default:
        return assertNever(template);
    }
  }

  private async sendOnce(mail: QueuedMail, letter: Letter): Promise<Fate> {
    // Starts before the claim: a process that is paused and wakes up after its lease finds its time over.
    const limit = AbortSignal.timeout(TRY_LIMIT_MS);
    const claim = await this.uow.run((tx) => this.mails.claim(tx, mail, LEASE_SECONDS));
    switch (claim.outcome) {
      case 'ours':
        return this.send(mail, letter, claim.tryNo, limit);
      case 'under_way':
        throw new MailNotSent('another worker is sending this mail');
      case 'sent':
      case 'failed':
        return claim.outcome;
      default:
        return assertNever(claim);
    }
  }

  private async send(mail: QueuedMail, letter: Letter, tryNo: number, limit: AbortSignal): Promise<Fate> {
    const delivery = await this.postman.deliver(letter, limit);
    if (delivery.outcome === 'sent') {
      await this.uow.run((tx) => this.mails.markSent(tx, mail));
      return 'sent';
    }
    if (delivery.permanent) {
      await this.uow.run((tx) => this.mails.markFailed(tx, mail, delivery.reason));
      return 'failed';
    }
    await this.uow.run((tx) => this.mails.release(tx, mail, tryNo, delivery.reason));
    throw new MailNotSent(`the mail server did not take it: ${delivery.reason}`);
  }
}

/** An order that another one replaced never existed for its customer; money that came for it did. */
const isWanted = ({ template }: MailRequest, { cancelReason }: OrderForMail): boolean =>
  template === 'payment-returned' || cancelReason !== 'superseded';
