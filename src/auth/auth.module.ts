import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-tokens.js';
import { AskForPasswordReset } from './ask-for-password-reset.use-case.js';
import { ApiKeys } from './api-keys.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { ContinueSession } from './continue-session.use-case.js';
import { RefreshToken } from './domain/refresh-token.entity.js';
import { Session } from './domain/session.entity.js';
import { User } from './domain/user.entity.js';
import { EnterAsGuest } from './enter-as-guest.use-case.js';
import { GuestRepository } from './guest.repository.js';
import { LogIn } from './log-in.use-case.js';
import { LogOut } from './log-out.use-case.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResetQueries } from './password-reset.queries.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { Register } from './register.use-case.js';
import { ResetPassword } from './reset-password.use-case.js';
import { ResetTokens } from './reset-tokens.js';
import { SessionRepository } from './session.repository.js';
import { UserQueries } from './user.queries.js';

/** For processes that open the ORM without Nest. */
export const authEntities = [User, Session, RefreshToken];

@Module({
  imports: [MikroOrmModule.forFeature(authEntities)],
  controllers: [AuthController, PasswordResetController],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    AccessTokens,
    ApiKeys,
    SessionRepository,
    UserQueries,
    Register,
    LogIn,
    ContinueSession,
    EnterAsGuest,
    LogOut,
    AskForPasswordReset,
    ResetPassword,
    ResetTokens,
    PasswordResetRepository,
    PasswordResetQueries,
    GuestRepository,
  ],
  exports: [ApiKeys, GuestRepository, PasswordResetQueries],
})
export class AuthModule {}
