import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../../src/shared/http/request-context.js';
import { newId } from '../../src/shared/ids.js';
import type { StaffRequest } from './request.js';

/** One id for logs, audit rows and what is told; one nonce for the page's own scripts. */
export function withRequestId(request: Request, _response: Response, next: NextFunction): void {
  const requestId = newId();
  Object.assign(request as StaffRequest, { requestId, nonce: randomBytes(16).toString('base64') });
  runInRequest({ requestId }, next);
}
