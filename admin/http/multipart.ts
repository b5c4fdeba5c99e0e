import type { RequestHandler } from 'express';
import { answerRefusal } from './refusals.js';

/**
 * Before anything is parsed: AdminJS's parser would write a stranger's files to the disk. The panel has no uploads.
 * Node throws away what of the body still comes, so that whoever sends it hears the answer.
 */
export const refuseMultipart: RequestHandler = (request, response, next) => {
  if (!/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) return next();
  answerRefusal(request, response, 'multipart_refused');
};
