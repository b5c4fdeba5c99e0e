import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { requestOf } from '../shared/http/request.js';
import { DomainError } from '../shared/problem.js';
import { AccessTokens } from './access-tokens.js';
import type { AuthenticatedRequest } from './current-session.decorator.js';
import { PUBLIC } from './public.decorator.js';
import { type Role, ROLES } from './roles.decorator.js';

/** RFC 6750: the scheme's name has no case, the rest is a compact JWS. */
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Every route is closed unless it says otherwise. Puts the caller into `request.actor`. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declaredOn = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, declaredOn)) return true;
    const request = requestOf(context) as AuthenticatedRequest;
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const bearer = token && (await this.tokens.verify(token));
    if (!bearer) throw new DomainError('unauthorized');
    request.actor = { kind: bearer.role, id: bearer.userId };
    request.sessionId = bearer.sessionId;
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, declaredOn);
    if (roles && !roles.includes(bearer.role)) await this.refuse(request);
    return true;
  }

  /** The audit's own row: guards run before the interceptor that records the other refusals. */
  private async refuse(request: AuthenticatedRequest): Promise<never> {
    await this.recorder.refused(this.uow.db, {
      action: `${request.method} ${request.routeOptions.url}`,
      outcome: 'forbidden',
      actor: request.actor!,
      subject: { kind: 'request', id: request.id },
    });
    throw new DomainError('forbidden');
  }
}
