import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { Clock } from '../shared/clock.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { StaffAttempts } from './staff-attempts.js';
import { type Member, StaffRepository } from './staff.repository.js';
import { type StaffSession, StaffSessionsRepository } from './staff-sessions.repository.js';
import { stepOf } from './totp.js';

const REFUSAL_MS = 1_000;

/** The second factor: a code of the authenticator app, good once. The first one that is right enrols the app. */
@Injectable()
export class PassSecondFactor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
    private readonly sessions: StaffSessionsRepository,
    private readonly attempts: StaffAttempts,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
  ) {}

  /** The session's new token. 401 `invalid_credentials`, also where the account is locked. */
  async run(session: StaffSession, code: string): Promise<string> {
    const token = await this.uow.run((tx) => this.pass(tx, session, code));
    if (token) return token;
    await sleep(REFUSAL_MS);
    throw new DomainError('invalid_credentials');
  }

  /** A refusal must not roll back what was counted: it is thrown after the commit. */
  private async pass(tx: Transaction, session: StaffSession, code: string): Promise<string | undefined> {
    const member = await this.staff.byIdForUpdate(tx, session.memberId);
    if (!member || !(await this.attempts.begin(tx, member))) return undefined;
    const step = this.stepOf(member, code);
    if (step === undefined) {
      await this.attempts.failed(tx, member.id, 'staff.second-factor');
      return undefined;
    }
    await this.staff.takeCode(tx, member.id, step);
    const subject = { kind: 'staff', id: member.id } as const;
    const facts = { enrolled: !member.isEnrolled };
    const actor = { kind: 'admin', id: member.id } as const;
    const audit = { action: 'staff.login', outcome: 'done', actor, subject, facts };
    await this.recorder.record(tx, { events: [], audit });
    return this.sessions.promote(tx, session.id);
  }

  private stepOf(member: Member, code: string): number | undefined {
    const step = stepOf(this.staff.totpSecretOf(member), code, this.clock.nowMs());
    return step !== undefined && step > member.totpLastStep ? step : undefined;
  }
}
