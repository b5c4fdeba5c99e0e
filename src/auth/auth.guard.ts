import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { requestOf } from '../shared/http/request.js';
import { DomainError, type ProblemFacts } from '../shared/problem.js';
import { AccessTokens } from './access-tokens.js';
import { ApiKeys } from './api-keys.js';
import type { AuthenticatedRequest } from './current-session.decorator.js';
import { PUBLIC } from './public.decorator.js';
import { type Role, ROLES } from './roles.decorator.js';
import { type Scope, SCOPE } from './scopes.decorator.js';

/** RFC 6750: the scheme's name has no case, the rest is a compact JWS or an API key. */
const BEARER = /^Bearer +(?:([\w-]+\.[\w-]+\.[\w-]+)|(sk_(?:test|live)_[\w-]{43}))$/i;

type Handlers = Parameters<Reflector['getAllAndOverride']>[1];

/** Every route is closed unless it says otherwise. Puts the caller into `request.actor`. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly keys: ApiKeys,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declaredOn = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<true | undefined>(PUBLIC, declaredOn)) return true;
    const request = requestOf(context) as AuthenticatedRequest;
    const [, token, key] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    if (token) await this.admitPerson(request, token, declaredOn);
    else if (key) await this.admitPartner(request, key, declaredOn);
    else throw new DomainError('unauthorized');
    return true;
  }

  private async admitPerson(
    request: AuthenticatedRequest,
    token: string,
    declaredOn: Handlers,
  ): Promise<void> {
    const bearer = await this.tokens.verify(token);
    if (!bearer) throw new DomainError('unauthorized');
    request.actor = { kind: bearer.role, id: bearer.userId };
    request.sessionId = bearer.sessionId;
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, declaredOn);
    if (roles && !roles.includes(bearer.role)) await this.refuse(request);
  }

  /** A key opens what names a scope, and nothing of a customer's. */
  private async admitPartner(
    request: AuthenticatedRequest,
    key: string,
    declaredOn: Handlers,
  ): Promise<void> {
    const bearer = await this.keys.bearerOf(key);
    if (!bearer) throw new DomainError('unauthorized');
    request.actor = { kind: 'partner', id: bearer.partnerId };
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE, declaredOn);
    if (!scope) await this.refuse(request);
    else if (!bearer.scopes.includes(scope)) await this.refuse(request, { missingScope: scope });
  }

  /** The audit's own row: guards run before the interceptor that records the other refusals. */
  private async refuse(request: AuthenticatedRequest, facts: ProblemFacts = {}): Promise<never> {
    await this.recorder.refused(this.uow.db, {
      action: `${request.method} ${request.routeOptions.url}`,
      outcome: 'forbidden',
      actor: request.actor!,
      subject: { kind: 'request', id: request.id },
      facts,
    });
    throw new DomainError('forbidden', facts);
  }
}
