import { type ISendMailOptions, MailerService } from '@nestjs-modules/mailer';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { PrintedPdf } from '../invoices/index.js';
import { type OrderForMail, OrderLinks } from '../orders/index.js';
import { oneLine } from '../shared/one-line.js';
import { messageIdOf, type Sender, senderOf } from './mail-header.js';
import { orderMailView } from './order-mail.view.js';
import { type SendFailure, sendFailureOf } from './send-failure.js';
import { render, type Template } from './templates.js';

/** A mail that is ready to leave. */
export interface Letter {
  readonly messageId: string;
  readonly message: ISendMailOptions;
}

/** What became of one try. */
export type Delivery = { readonly outcome: 'sent' } | ({ readonly outcome: 'not_sent' } & SendFailure);

/** Writes mails and hands them to the mail server. */
@Injectable()
export class Postman {
  private readonly sender: Sender;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly links: OrderLinks,
    private readonly mailer: MailerService,
  ) {
    this.sender = senderOf(config.MAIL_FROM);
  }

  async write(
    request: { eventId: string; template: Template },
    order: OrderForMail,
    papers: readonly PrintedPdf[],
  ): Promise<Letter> {
    const messageId = messageIdOf(request, this.sender);
    const view = orderMailView(request.template, order, await this.links.to(order.number));
    const { html, text } = await render(request.template, view);
    // Address objects are never parsed: a name that looks like a second address stays a name.
    const from = { name: this.sender.name, address: this.sender.address };
    const to = { name: oneLine(order.name ?? ''), address: oneLine(order.email) };
    const headers = { 'X-Settle-Order': order.number, 'Auto-Submitted': 'auto-generated' };
    const attachments = papers.map(({ filename, content, contentType }) => ({
      filename,
      content,
      contentType,
    }));
    return {
      messageId,
      message: { from, to, subject: view.subject, messageId, headers, html, text, attachments },
    };
  }

  /**
   * Outside any transaction. `limit` ends the try wherever it stands, waiting for a connection or in the dialogue.
   * Throws only what is not the mail server's doing.
   */
  async deliver(letter: Letter, limit: AbortSignal): Promise<Delivery> {
    try {
      const message: ISendMailOptions & { signal: AbortSignal } = { ...letter.message, signal: limit };
      await this.mailer.sendMail(message);
      return { outcome: 'sent' };
    } catch (error) {
      const failure = sendFailureOf(error);
      if (!failure) throw error;
      return { outcome: 'not_sent', ...failure };
    }
  }
}
