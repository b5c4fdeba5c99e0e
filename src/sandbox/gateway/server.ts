import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Exchange } from '../provider/exchange.js';
import { serveApi } from './api/serve-api.js';
import { serveSandbox } from './controls/serve-sandbox.js';
import type { Gateway } from './gateway.js';
import { homePage } from './pages/home-page.js';

/** Longer than a caller's pool keeps a connection, or it would meet one that closes under its request. */
const KEEP_ALIVE_MS = 120_000;

/** It does not answer yet: the port is taken first, so that two gateways never open the same state. */
export function createGatewayServer(): Server {
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
}

export function answerWith(server: Server, gateway: Gateway): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(gateway, request, response).catch((error: unknown) => fail(response, error));
  });
}

async function serve(gateway: Gateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange = new Exchange(request, response);
  if (request.method !== 'GET' && !(await exchange.readBody())) return;
  if (exchange.path.startsWith('/v1/')) return serveApi(gateway, exchange);
  if (exchange.path.startsWith('/sandbox/')) return serveSandbox(gateway, exchange);
  if (exchange.path === '/' && exchange.method === 'GET')
    return exchange.sendHtml(200, homePage(gateway.store));
  exchange.sendJson(404, { error: 'not found' });
}

/** A caller that hung up while it was talking is not worth a line. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  console.error('sandbox gateway: a request failed', error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}
