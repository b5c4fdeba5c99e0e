import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-tokens.js';
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
import { Register } from './register.use-case.js';
import { SessionRepository } from './session.repository.js';
import { UserQueries } from './user.queries.js';

/** For processes that open the ORM without Nest. */
export const authEntities = [User, Session, RefreshToken];

@Module({
  imports: [MikroOrmModule.forFeature(authEntities)],
  controllers: [AuthController],
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
    GuestRepository,
  ],
  exports: [ApiKeys, GuestRepository],
})
export class AuthModule {}
