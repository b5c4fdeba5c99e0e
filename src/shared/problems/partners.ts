import type { Problem } from './problem-kind.js';

/** What is wrong with a request of a partner about its webhooks. */
export const partnerProblems = {
  webhook_endpoint_not_found: {
    status: 404,
    error: 'Webhook endpoint not found',
    detail: 'You have no such webhook endpoint.',
  },
  webhook_delivery_not_found: {
    status: 404,
    error: 'Webhook delivery not found',
    detail: 'This endpoint has no such delivery.',
  },
  too_many_webhook_endpoints: {
    status: 409,
    error: 'Too many webhook endpoints',
    detail: 'Delete one that is not used any more.',
  },
  webhook_endpoint_disabled: {
    status: 409,
    error: 'Webhook endpoint disabled',
    detail: 'Nothing is sent there: enable it first.',
  },
} as const satisfies Record<string, Problem>;
