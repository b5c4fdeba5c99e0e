import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { auditOfUser } from './audit-of-user.js';
import type { NewPasswordDto } from './auth.dto.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { hashPassword } from '../shared/passwords.js';
import { ResetTokens } from './reset-tokens.js';

/** Sets the password of whoever has the token of the last mail, once, and ends all their sessions. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tokens: ResetTokens,
    private readonly resets: PasswordResetRepository,
    private readonly recorder: Recorder,
  ) {}

  /** 400 `password_reset_invalid` for a token that is none of ours, was used or replaced, or has expired. */
  async run({ token, password }: NewPasswordDto): Promise<void> {
    // Asked before a password is hashed, which is work that nobody should be able to hand out.
    const resetId = this.tokens.resetIdOf(token);
    if (!resetId) throw new DomainError('password_reset_invalid');
    const passwordHash = await hashPassword(password);
    await this.uow.run(async (tx) => {
      const person = await this.resets.use(tx, resetId, passwordHash);
      if (!person) throw new DomainError('password_reset_invalid');
      await this.recorder.record(tx, { events: [], audit: auditOfUser('auth.password_reset', person) });
    });
  }
}
