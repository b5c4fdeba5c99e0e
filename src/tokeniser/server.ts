import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { CheckRequest, KeySet, TokeniseRequest } from '../payments/card-data/protocol.js';
import type { KeyRing } from './key-ring.js';
import type { Tokenise } from './tokenise.js';

/** Two bodies of the api's own limit: what it passes on always fits. */
const BODY_MAX_BYTES = 128 * 1024;
/** The other end is on this machine: slower than this, and it is none of ours. */
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 256;

const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('envelope'), jwe: z.string() }),
  z.object({ kind: z.literal('fields'), cardNumber: z.string(), cvv: z.string(), expiryDate: z.string() }),
]);
const checkRequest: z.ZodType<CheckRequest> = z.object({ source });
const tokeniseRequest: z.ZodType<TokeniseRequest> = z.object({
  source,
  gateway: z.string(),
  /** Becomes a header. */
  key: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  /** May have passed; the number of tries bounds a far one. */
  deadlineMs: z.number(),
});

/** What is wrong with a request, as the only thing that is said of it. */
class BadRequest extends Error {}

/** HTTP for the api alone, on a Unix socket: `GET /keys`, `POST /check`, `POST /tokenise`. */
export function createTokeniserServer(keys: KeyRing, tokenise: Tokenise): Server {
  const routes: Record<string, (request: IncomingMessage) => Promise<object>> = {
    'GET /keys': async (): Promise<KeySet> => ({ keys: keys.publicKeys() }),
    'POST /check': async (request) => tokenise.check(checkRequest.parse(await readJson(request))),
    'POST /tokenise': async (request) => tokenise.run(tokeniseRequest.parse(await readJson(request))),
  };
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    if (!route) return answer(response, 404, { error: 'not_found' });
    route(request).then(
      (body) => answer(response, 200, body),
      (error: unknown) =>
        error instanceof BadRequest || error instanceof z.ZodError
          ? answer(response, 400, { error: 'bad_request' })
          : answer(response, 500, { error: 'internal' }),
    );
  });
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

/** JSON of encrypted card data; that is no secret, so it may be text. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) throw new BadRequest();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new BadRequest();
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
