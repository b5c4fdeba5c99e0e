import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import express, { type Request, type RequestHandler } from 'express';
import type { Config } from '../../src/config.js';
import type { Panel } from '../panel.js';
import { refuse } from './refusals.js';
import { changesNothing, field, sessionOf } from './request.js';

const PURPOSE = 'settle panel csrf';
const KEY_BYTES = 32;

/** Bound to its session by a key of the server: one of another session, or of nobody, is worth nothing. */
export function csrfTokenOf({ JWT_SECRET }: Pick<Config, 'JWT_SECRET'>, sessionId: string): string {
  const key = Buffer.from(hkdfSync('sha256', JWT_SECRET, '', PURPOSE, KEY_BYTES));
  return createHmac('sha256', key).update(sessionId).digest('base64url');
}

const parsers = [
  express.urlencoded({ extended: false, limit: '16kb' }),
  // A list of tracking numbers: whoever asks is logged in.
  express.json({ limit: '2mb' }),
];

/** Reads the body of what changes something, and refuses it without the token of its session. */
export function requireCsrfToken(panel: Panel): RequestHandler[] {
  const check: RequestHandler = async (request, response, next) => {
    if (changesNothing(request)) return next();
    const expected = csrfTokenOf(panel.config, sessionOf(request).id);
    if (isSame(givenToken(request), expected)) return next();
    await refuse(panel, request, response, 'csrf_token_missing');
  };
  return [...parsers, check];
}

const givenToken = (request: Request): string => {
  const header = request.headers['x-xsrf-token'];
  return typeof header === 'string' ? header : field(request, 'csrf');
};

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
