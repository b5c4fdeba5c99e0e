import { Inject, Injectable } from '@nestjs/common';
import { type PasswordResetForMail, PasswordResetQueries } from '../auth/index.js';
import { CONFIG, type Config } from '../config.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { dataOfEvent } from '../shared/events/event.js';
import { passwordResetView } from './account-mail.view.js';
import type { Content, Draft } from './draft.js';
import { shopName } from './mail-header.js';
import { render } from './templates.js';

/** Writes the mails about accounts. */
@Injectable()
export class AccountDesk {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly resets: PasswordResetQueries,
  ) {}

  /** `undefined` where the reset is good no more. Its token exists in the mail alone: it is made while that is written. */
  async passwordReset(eventId: string): Promise<Draft | undefined> {
    const { resetId } = await dataOfEvent(this.uow.db, eventId);
    const reset = await this.resets.forMail(String(resetId));
    if (!reset) return undefined;
    return {
      orderId: null,
      orderNumber: null,
      customerId: reset.userId,
      to: { name: reset.name ?? '', address: reset.email },
      write: () => this.write(reset),
    };
  }

  private async write(reset: PasswordResetForMail): Promise<Content> {
    const view = passwordResetView(reset, this.linkOf(reset.token), shopName(this.config));
    return { subject: view.subject, ...(await render('password-reset', view)), papers: [] };
  }

  /** At the portal, in the fragment, which is sent to no server. */
  private linkOf(token: string): string | null {
    const { PORTAL_URL: portal } = this.config;
    return portal ? new URL(`reset-password#token=${token}`, portal.replace(/\/*$/, '/')).href : null;
  }
}
