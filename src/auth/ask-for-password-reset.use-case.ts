import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { inOneTime } from '../shared/in-one-time.js';
import type { Locale } from '../shared/locale.js';
import { auditOfUser } from './audit-of-user.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { UserQueries } from './user.queries.js';

/** Has a mail sent by which an account gets a new password. Whether there is an account is told by the mail alone. */
@Injectable()
export class AskForPasswordReset {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UserQueries,
    private readonly resets: PasswordResetRepository,
    private readonly recorder: Recorder,
  ) {}

  run(request: { readonly email: string; readonly locale: Locale }): Promise<void> {
    return inOneTime(() => this.ask(request));
  }

  /** Guests have no password to forget, and are not found. */
  private async ask({ email, locale }: { email: string; locale: Locale }): Promise<void> {
    const account = await this.users.findAccount(email);
    if (!account) return;
    const { person } = account;
    await this.uow.run(async (tx) => {
      const resetId = await this.resets.open(tx, person.id, locale);
      if (!resetId) return;
      const event = newEvent({
        type: 'user.password_reset_requested',
        orderId: null,
        customerId: person.id,
        actor: 'customer',
        data: { resetId },
      });
      const audit = auditOfUser('auth.password_reset.ask', person);
      await this.recorder.record(tx, { events: [event], audit });
    });
  }
}
