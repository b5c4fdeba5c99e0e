import { createDispute, getDispute, listDisputes } from '../disputes/disputes.js';
import { captureAuthorization, voidAuthorization } from '../payments/authorization.js';
import { createPayment } from '../payments/create-payment.js';
import { executePayment } from '../payments/execute.js';
import { listPayments } from '../payments/list-payments.js';
import { refundCapture, refundSale } from '../payments/refund.js';
import { getAuthorization, getCapture, getPayment, getRefund, getSale } from '../payments/show.js';
import { getEvent } from '../webhooks/events.js';
import { verifySignature } from '../webhooks/verify.js';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks } from '../webhooks/webhooks.js';
import type { Handler } from './call.js';
import type { Operation } from './operations.js';
import { issueToken } from './tokens.js';

export interface Route {
  method: string;
  operation: Operation;
  handle: Handler;
}

const PAYMENTS = '/v1/payments';
const NOTIFICATIONS = '/v1/notifications';

/** `:id` stands for one segment; a path has no slash at its end. The first route that fits is taken. */
const ROUTES: readonly [method: string, path: string, operation: Operation, handle: Handler][] = [
  ['POST', '/v1/oauth2/token', 'oauth2.token', issueToken],
  ['POST', `${PAYMENTS}/payment`, 'payment.create', createPayment],
  ['GET', `${PAYMENTS}/payment`, 'payment.list', listPayments],
  ['GET', `${PAYMENTS}/payment/:id`, 'payment.get', getPayment],
  ['POST', `${PAYMENTS}/payment/:id/execute`, 'payment.execute', executePayment],
  ['GET', `${PAYMENTS}/sale/:id`, 'sale.get', getSale],
  ['POST', `${PAYMENTS}/sale/:id/refund`, 'sale.refund', refundSale],
  ['GET', `${PAYMENTS}/authorization/:id`, 'authorization.get', getAuthorization],
  ['POST', `${PAYMENTS}/authorization/:id/capture`, 'authorization.capture', captureAuthorization],
  ['POST', `${PAYMENTS}/authorization/:id/void`, 'authorization.void', voidAuthorization],
  ['GET', `${PAYMENTS}/capture/:id`, 'capture.get', getCapture],
  ['POST', `${PAYMENTS}/capture/:id/refund`, 'capture.refund', refundCapture],
  ['GET', `${PAYMENTS}/refund/:id`, 'refund.get', getRefund],
  ['POST', '/v1/customer/disputes', 'dispute.create', createDispute],
  ['GET', '/v1/customer/disputes', 'dispute.list', listDisputes],
  ['GET', '/v1/customer/disputes/:id', 'dispute.get', getDispute],
  ['POST', `${NOTIFICATIONS}/webhooks`, 'webhook.create', createWebhook],
  ['GET', `${NOTIFICATIONS}/webhooks`, 'webhook.list', listWebhooks],
  ['GET', `${NOTIFICATIONS}/webhooks/:id`, 'webhook.get', getWebhook],
  ['DELETE', `${NOTIFICATIONS}/webhooks/:id`, 'webhook.delete', deleteWebhook],
  ['POST', `${NOTIFICATIONS}/verify-webhook-signature`, 'webhook.verify', verifySignature],
  ['GET', `${NOTIFICATIONS}/webhooks-events/:id`, 'webhook_event.get', getEvent],
];

const COMPILED = ROUTES.map(([method, path, operation, handle]) => ({
  route: { method, operation, handle },
  pattern: new RegExp(`^${path.replace(':id', '([^/]+)')}$`),
}));

export function findRoute(method: string, path: string): { route: Route; id: string } | undefined {
  for (const { route, pattern } of COMPILED) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, id: match[1] ?? '' };
  }
  return undefined;
}
