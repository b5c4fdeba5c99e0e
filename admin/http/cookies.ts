import type { Request, Response } from 'express';
import { ROOT, type Panel } from '../panel.js';

const SESSION = 'settle_admin';
/** The name under which axios, AdminJS's client, looks for it; it sends it back as X-XSRF-TOKEN. */
const CSRF = 'XSRF-TOKEN';

export function sessionCookie(request: Request): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${SESSION}=`))?.slice(SESSION.length + 1);
}

/** They end with the browser; when a session ends is the database's to say. */
export function setSessionCookie(panel: Panel, response: Response, token: string): void {
  response.cookie(SESSION, token, { ...attributes(panel), httpOnly: true });
}

export function setCsrfCookie(panel: Panel, response: Response, csrf: string): void {
  response.cookie(CSRF, csrf, attributes(panel));
}

export function clearCookies(panel: Panel, response: Response): void {
  response.clearCookie(SESSION, { ...attributes(panel), httpOnly: true });
  response.clearCookie(CSRF, attributes(panel));
}

const attributes = ({ config }: Panel) =>
  ({ path: ROOT, sameSite: 'strict', secure: config.ADMIN_URL?.startsWith('https:') ?? false }) as const;
