import type { Request } from 'express';
import { invariant } from '../../src/shared/assert.js';
import type { Actor } from '../../src/shared/actor.js';
import type { StaffSession } from '../../src/staff/index.js';

/** A request behind the session. */
export interface StaffRequest extends Request {
  staff?: StaffSession;
  requestId?: string;
  nonce?: string;
  /** Where AdminJS looks for who is there. */
  session?: { readonly adminUser: unknown };
}

export function sessionOf(request: Request): StaffSession {
  const { staff } = request as StaffRequest;
  invariant(staff, 'only behind the session');
  return staff;
}

export const actorOf = (request: Request): Actor & { readonly id: string } => ({
  kind: 'admin',
  id: sessionOf(request).memberId,
});

/** One value of a form's field; what is sent twice, or as a structure, counts as absent. */
export function field(request: Request, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

export const changesNothing = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** A page in a browser, not a script's call. */
export const wantsPage = (request: Request): boolean => request.accepts(['json', 'html']) === 'html';
