import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Exchange } from './exchange.js';

/** Longer than a caller's pool keeps a connection, or it would meet one that closes under its request. */
const KEEP_ALIVE_MS = 120_000;

export type Serve = (exchange: Exchange) => void | Promise<void>;

/** It does not answer yet: the port is taken first, so that two processes never open the same state. */
export function createProviderServer(): Server {
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
}

export function answerWith(server: Server, name: string, serve: Serve): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, serve).catch((error: unknown) => fail(response, name, error));
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, serve: Serve): Promise<void> {
  const exchange = new Exchange(request, response);
  if (request.method !== 'GET' && !(await exchange.readBody())) return;
  await serve(exchange);
}

/** A caller that hung up while it was talking is not worth a line. */
function fail(response: ServerResponse, name: string, error: unknown): void {
  if (response.destroyed) return;
  console.error(`${name}: a request failed`, error);
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}
