import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { hashPassword, passwordMatches } from '../shared/passwords.js';
import { StaffRepository } from './staff.repository.js';
import { type StaffSession, StaffSessionsRepository } from './staff-sessions.repository.js';

/** NIST SP 800-63B asks for 8 where there is a second factor (read 2026-11-28); these people hold keys to money. */
export const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;

export type PasswordChoice = 'done' | 'too_short' | 'too_long' | 'the_same' | 'wrong';

/** A password of one's own; every other session of the member ends. */
@Injectable()
export class ChoosePassword {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
    private readonly sessions: StaffSessionsRepository,
    private readonly recorder: Recorder,
  ) {}

  async run(session: StaffSession, password: string, present?: string): Promise<PasswordChoice> {
    if (password.length < PASSWORD_MIN) return 'too_short';
    if (password.length > PASSWORD_MAX) return 'too_long';
    const hash = await hashPassword(password);
    return this.uow.run(async (tx) => {
      const member = await this.staff.byIdForUpdate(tx, session.memberId);
      if (!member) return 'wrong';
      // Who has just come in with the one-time password need not say it again.
      if (!member.mustChoosePassword && !(await passwordMatches(member.passwordHash, present ?? '')))
        return 'wrong';
      if (await passwordMatches(member.passwordHash, password)) return 'the_same';
      await this.staff.setPassword(tx, member.id, hash);
      await this.sessions.endAll(tx, member.id, session.id);
      const subject = { kind: 'staff', id: member.id } as const;
      const actor = { kind: 'admin', id: member.id } as const;
      const audit = { action: 'staff.choose-password', outcome: 'done', actor, subject };
      await this.recorder.record(tx, { events: [], audit });
      return 'done';
    });
  }
}
