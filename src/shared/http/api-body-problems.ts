import { ApiProblems } from './api-problems.js';

/** The refusals of every operation that reads a body. */
export const ApiBodyProblems = (): MethodDecorator =>
  ApiProblems('validation_failed', 'malformed_body', 'body_too_large', 'unsupported_media_type');
