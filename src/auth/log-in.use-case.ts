import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { currentRequest } from '../shared/http/request-context.js';
import { DomainError } from '../shared/problem.js';
import { AccessTokens } from './access-tokens.js';
import { auditOfUser } from './audit-of-user.js';
import type { LoginDto, SignedInDto } from './auth.dto.js';
import { NOBODYS_HASH, passwordMatches } from '../shared/passwords.js';
import { SessionRepository } from './session.repository.js';
import { type Person, UserQueries } from './user.queries.js';

/** Opens a session. A wrong password and an unknown address are one refusal, 401 `invalid_credentials`, in one time. */
@Injectable()
export class LogIn {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UserQueries,
    private readonly sessions: SessionRepository,
    private readonly recorder: Recorder,
    private readonly tokens: AccessTokens,
  ) {}

  async run({ email, password }: LoginDto): Promise<SignedInDto> {
    const account = await this.users.findAccount(email);
    const matches = await passwordMatches(account?.passwordHash ?? NOBODYS_HASH, password);
    if (!account || !matches) return this.refuse(account?.person);
    const { person } = account;
    const session = await this.uow.run(async (tx) => {
      await this.recorder.record(tx, { events: [], audit: auditOfUser('auth.login', person) });
      return this.sessions.open(tx, person.id);
    });
    return this.tokens.grant(person, session);
  }

  /** The row names the account that was tried; where there is none, the request. Nobody has proven to be anyone. */
  private async refuse(person: Person | undefined): Promise<never> {
    const subject = person
      ? ({ kind: 'user', id: person.id } as const)
      : ({ kind: 'request', id: currentRequest()?.requestId ?? 'none' } as const);
    const actor = { kind: 'customer' } as const;
    await this.recorder.refused(this.uow.db, {
      action: 'auth.login',
      outcome: 'invalid_credentials',
      actor,
      subject,
    });
    throw new DomainError('invalid_credentials');
  }
}
