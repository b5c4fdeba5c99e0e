import type { Exchange } from '../provider/exchange.js';
import { serveApi } from './api/serve-api.js';
import { serveApproval } from './controls/serve-approval.js';
import { serveSandbox } from './controls/serve-sandbox.js';
import { homePage } from './pages/home-page.js';
import type { PayPal } from './paypal.js';
import { publicKeyOf } from './webhooks/signature.js';

const CERTS = '/v1/notifications/certs/';

/** One request, to whom it concerns. */
export function serve(paypal: PayPal, exchange: Exchange): void | Promise<void> {
  const { method, path } = exchange;
  if (method === 'GET' && path.startsWith(CERTS)) return serveKey(paypal, exchange);
  if (path.startsWith('/v1/')) return serveApi(paypal, exchange);
  if (path.startsWith('/sandbox/')) return serveSandbox(paypal, exchange);
  if (path === '/checkoutnow') return serveApproval(paypal, exchange);
  if (path === '/' && method === 'GET') return exchange.sendHtml(200, homePage(paypal.store));
  exchange.sendJson(404, { error: 'not found' });
}

/** For everybody, as the address in `PAYPAL-CERT-URL` has to be. */
function serveKey({ store }: PayPal, exchange: Exchange): void {
  const key = store.signingKeys.get(exchange.path.slice(CERTS.length));
  if (!key) return exchange.sendJson(404, { error: 'not found' });
  exchange.send(200, { 'content-type': 'application/x-pem-file' }, publicKeyOf(key));
}
