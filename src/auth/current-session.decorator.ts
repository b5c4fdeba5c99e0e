import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestOf, type SettleRequest } from '../shared/http/request.js';

/** The request as the guard leaves it. */
export interface AuthenticatedRequest extends SettleRequest {
  sessionId?: string;
}

/** The session that the caller's access token came out of. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext) => (requestOf(context) as AuthenticatedRequest).sessionId,
);
