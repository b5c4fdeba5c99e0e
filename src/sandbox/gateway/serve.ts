import type { Exchange } from '../provider/exchange.js';
import { serveApi } from './api/serve-api.js';
import { serveSandbox } from './controls/serve-sandbox.js';
import type { Gateway } from './gateway.js';
import { homePage } from './pages/home-page.js';

/** One request, to whom it concerns. */
export function serve(gateway: Gateway, exchange: Exchange): void | Promise<void> {
  if (exchange.path.startsWith('/v1/')) return serveApi(gateway, exchange);
  if (exchange.path.startsWith('/sandbox/')) return serveSandbox(gateway, exchange);
  if (exchange.path === '/' && exchange.method === 'GET')
    return exchange.sendHtml(200, homePage(gateway.store));
  exchange.sendJson(404, { error: 'not found' });
}
