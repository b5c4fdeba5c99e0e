import type { RequestHandler } from 'express';
import { answerRefusal } from './refusals.js';

/** Before anything is parsed: AdminJS's parser would write a stranger's files to the disk. The panel has no uploads. */
export const refuseMultipart: RequestHandler = (request, response, next) => {
  if (!/^\s*multipart\//i.test(request.headers['content-type'] ?? '')) return next();
  response.set('connection', 'close');
  answerRefusal(request, response, 'multipart_refused');
};
