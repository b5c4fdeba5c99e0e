import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { AccessTokens } from './access-tokens.js';
import { auditOfUser } from './audit-of-user.js';
import type { GuestDto, SignedInDto } from './auth.dto.js';
import { newUser, User } from './domain/user.entity.js';
import { SessionRepository } from './session.repository.js';

/** A guest is a new user without a password, every time: the address proves nothing and opens nothing. */
@Injectable()
export class EnterAsGuest {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly recorder: Recorder,
    private readonly tokens: AccessTokens,
  ) {}

  async run({ email }: GuestDto): Promise<SignedInDto> {
    const user = newUser({ email });
    const session = await this.uow.run(async (tx) => {
      tx.em.create(User, user);
      await this.recorder.record(tx, { events: [], audit: auditOfUser('auth.guest', user) });
      return this.sessions.open(tx, user.id);
    });
    return this.tokens.grant(user, session);
  }
}
