import { createRequire } from 'node:module';
import { type ISendMailOptions, MailerService } from '@nestjs-modules/mailer';
import { Inject, Injectable } from '@nestjs/common';
import type MailComposer from 'nodemailer/lib/mail-composer';
import { CONFIG, type Config } from '../config.js';
import { oneLine } from '../shared/one-line.js';
import type { Content, Recipient } from './draft.js';
import { messageIdOf, type Sender, senderOf } from './mail-header.js';
import { type SendFailure, sendFailureOf } from './send-failure.js';

/** Required, as the mailer does: imported, all of nodemailer would be in memory a second time (0.8 MB of every process). */
const Composer = createRequire(import.meta.url)('nodemailer/lib/mail-composer') as typeof MailComposer;

/** A mail that is ready to leave. */
export interface Letter extends Content {
  readonly messageId: string;
  readonly to: Recipient;
  readonly orderNumber: string | null;
}

/** What became of one try. */
export type Delivery = { readonly outcome: 'sent' } | ({ readonly outcome: 'not_sent' } & SendFailure);

/** Hands mails to the mail server. */
@Injectable()
export class Postman {
  private readonly sender: Sender;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly mailer: MailerService,
  ) {
    this.sender = senderOf(config.MAIL_FROM);
  }

  messageIdOf(mail: { readonly eventId: string; readonly template: string }): string {
    return messageIdOf(mail, this.sender);
  }

  /**
   * Outside any transaction. `limit` ends the try wherever it stands, waiting for a connection or in the dialogue.
   * Throws only what is not the mail server's doing.
   */
  async deliver(letter: Letter, limit: AbortSignal): Promise<Delivery> {
    try {
      const composed = new Composer(this.messageOf(letter)).compile();
      // Whole, and not in the dozens of pieces that it is made in: each would be a packet of its own.
      const raw = await composed.build();
      const message: ISendMailOptions & { signal: AbortSignal } = {
        envelope: composed.getEnvelope(),
        raw,
        signal: limit,
      };
      await this.mailer.sendMail(message);
      return { outcome: 'sent' };
    } catch (error) {
      const failure = sendFailureOf(error);
      if (!failure) throw error;
      return { outcome: 'not_sent', ...failure };
    }
  }

  private messageOf({
    messageId,
    to,
    orderNumber,
    subject,
    html,
    text,
    papers,
  }: Letter): MailComposer.Options {
    return {
      disableFileAccess: true,
      disableUrlAccess: true,
      messageId,
      // Address objects are never parsed: a name that looks like a second address stays a name.
      from: { name: this.sender.name, address: this.sender.address },
      to: { name: oneLine(to.name), address: oneLine(to.address) },
      subject: oneLine(subject),
      headers: { 'Auto-Submitted': 'auto-generated', ...(orderNumber && { 'X-Settle-Order': orderNumber }) },
      html,
      text,
      attachments: papers.map(({ filename, content, contentType }) => ({ filename, content, contentType })),
    };
  }
}
