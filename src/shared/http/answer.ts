import { DomainError, problems } from '../problem.js';
import { currentRequest } from './request-context.js';

/**
 * An answer in its final bytes, sent by the problem filter as it is: a replay, a refusal that was stored for one, or a
 * success with another status than its route declares (Nest fixes that at declaration).
 */
export class FinalAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super('final answer');
  }
}

export const JSON_TYPE = 'application/json; charset=utf-8';
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A refusal as RFC 9457 problem document, with the specification's `error` text and a stable `code`. */
export function problemAnswer(error: DomainError, instance: string): FinalAnswer {
  const { status, error: text, detail } = problems[error.code];
  const { retryAfterSeconds, ...facts } = error.facts;
  const body = {
    type: `/problems/${error.code}`,
    title: text,
    status,
    detail,
    instance,
    error: text,
    code: error.code,
    requestId: currentRequest()?.requestId ?? null,
    ...facts,
  };
  const headers: Record<string, string> = { 'content-type': PROBLEM_TYPE };
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  return new FinalAnswer(status, JSON.stringify(body), headers);
}

/** 202: the work goes on elsewhere. Thrown, see `FinalAnswer`. */
export const accepted = (body: object): FinalAnswer =>
  new FinalAnswer(202, JSON.stringify(body), { 'content-type': JSON_TYPE });

/** 303 to another page. Thrown, see `FinalAnswer`. */
export const seeOther = (location: string): FinalAnswer => new FinalAnswer(303, '', { location });
