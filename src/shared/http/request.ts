import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../actor.js';
import type { Claim } from '../idempotency.js';

/** The request as guards and interceptors leave it for the controllers. */
export interface SettleRequest extends FastifyRequest {
  actor?: Actor & { readonly id: string };
  claim?: Claim;
}
export type SettleReply = FastifyReply;

export const requestOf = (context: ExecutionContext): SettleRequest => context.switchToHttp().getRequest();

/** The authenticated caller; on public routes there is none. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).actor,
);

/** The idempotency claim of the request, where the client sent a key. */
export const RequestClaim = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).claim,
);

/** What the client says about languages, as it sends it. */
export const AcceptedLanguages = createParamDecorator(
  (_: unknown, context: ExecutionContext) => requestOf(context).headers['accept-language'],
);
