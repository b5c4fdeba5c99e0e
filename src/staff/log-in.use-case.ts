import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { currentRequest } from '../shared/http/request-context.js';
import { DomainError } from '../shared/problem.js';
import { NOBODYS_HASH, passwordMatches } from '../shared/passwords.js';
import { StaffAttempts } from './staff-attempts.js';
import { StaffRepository } from './staff.repository.js';
import { StaffSessionsRepository } from './staff-sessions.repository.js';

/** Of every refusal: more than the work takes, so that its time tells nothing, and slow for who guesses. */
const REFUSAL_MS = 1_000;

/**
 * The first factor. Wrong, unknown, locked and dismissed are one refusal, 401 `invalid_credentials`, in one time. What it
 * opens leads to the second factor and nowhere else.
 */
@Injectable()
export class LogInStaff {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
    private readonly sessions: StaffSessionsRepository,
    private readonly attempts: StaffAttempts,
    private readonly recorder: Recorder,
  ) {}

  /** The token of the session's cookie. */
  async run({ email, password }: { readonly email: string; readonly password: string }): Promise<string> {
    const answerAt = performance.now() + REFUSAL_MS;
    const { member, mayTry } = await this.begin(email);
    const matches = await passwordMatches(mayTry ? member.passwordHash : NOBODYS_HASH, password);
    if (mayTry && matches)
      return this.uow.run(async (tx) => {
        await this.attempts.takeBack(tx, member.id);
        return this.sessions.open(tx, member.id);
      });
    await this.refuse(member?.id, mayTry);
    await sleep(answerAt - performance.now());
    throw new DomainError('invalid_credentials');
  }

  private begin(email: string) {
    return this.uow.run(async (tx) => {
      const member = await this.staff.byEmailForUpdate(tx, email);
      if (!member?.active || member.oneTimeIsOver) return { member, mayTry: false as const };
      return (await this.attempts.begin(tx, member))
        ? { member, mayTry: true as const }
        : { member, mayTry: false as const };
    });
  }

  private async refuse(memberId: string | undefined, tried: boolean): Promise<void> {
    if (memberId && tried) return this.uow.run((tx) => this.attempts.failed(tx, memberId, 'staff.login'));
    await this.recorder.refused(this.uow.db, {
      action: 'staff.login',
      outcome: 'invalid_credentials',
      actor: { kind: 'admin' },
      subject: memberId
        ? { kind: 'staff', id: memberId }
        : { kind: 'request', id: currentRequest()?.requestId ?? 'none' },
    });
  }
}
