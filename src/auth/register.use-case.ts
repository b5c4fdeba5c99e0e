import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { sqlState } from '../shared/sql-state.js';
import { DomainError } from '../shared/problem.js';
import { AccessTokens } from './access-tokens.js';
import { auditOfUser } from './audit-of-user.js';
import type { RegisterDto, SignedInDto } from './auth.dto.js';
import { newUser, User } from './domain/user.entity.js';
import { hashPassword } from '../shared/passwords.js';
import { type OpenSession, SessionRepository } from './session.repository.js';

const UNIQUE_VIOLATION = '23505';

/** Opens an account and logs in. 409 `email_taken`: decided by the unique index, so two at once make one account. */
@Injectable()
export class Register {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly recorder: Recorder,
    private readonly tokens: AccessTokens,
  ) {}

  async run({ email, password, name }: RegisterDto): Promise<SignedInDto> {
    const user = newUser({ email, name, passwordHash: await hashPassword(password) });
    const session = await this.uow.run((tx) => this.open(tx, user)).catch(asTakenAddress);
    return this.tokens.grant(user, session);
  }

  private async open(tx: Transaction, user: ReturnType<typeof newUser>): Promise<OpenSession> {
    tx.em.create(User, user);
    const session = this.sessions.open(tx, user.id);
    await this.recorder.record(tx, { events: [], audit: auditOfUser('auth.register', user) });
    return session;
  }
}

/** Ids and tokens are random: the address is the only thing that can be there already. */
function asTakenAddress(error: unknown): never {
  throw sqlState(error) === UNIQUE_VIOLATION ? new DomainError('email_taken') : error;
}
