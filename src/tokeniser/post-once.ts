import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as byHttp } from 'node:http';
import { Agent as HttpsAgent, request as byHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { GatewayPost } from './providers/provider.js';

/** An answer about one card; more is not what was asked for. */
const ANSWER_MAX_BYTES = 64 * 1024;

/** Connections are kept: a handshake costs more than the call. */
const PROTOCOLS = {
  'http:': { send: byHttp, agent: new HttpAgent({ keepAlive: true }), opened: 'connect' },
  'https:': { send: byHttps, agent: new HttpsAgent({ keepAlive: true }), opened: 'secureConnect' },
} as const;

export type GatewayReply =
  /** `body` is the answer's JSON, `undefined` where it is none. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'none'; readonly cause: 'connection_error' | 'timeout' | 'deadline_passed' };

/** One try. Never rejects: without a whole answer in time there is none. */
export function postOnce({ url, headers, body }: GatewayPost, limitMs: number): Promise<GatewayReply> {
  const { send, agent, opened } = PROTOCOLS[url.protocol as keyof typeof PROTOCOLS];
  const request = send(url, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': body.length },
  });
  sendBodyAlone(request, body, opened);
  return new Promise<GatewayReply>((resolve) => {
    const fail = (cause: 'connection_error' | 'timeout') => {
      request.destroy();
      resolve({ kind: 'none', cause });
    };
    const timer = setTimeout(() => fail('timeout'), limitMs);
    request.on('error', () => fail('connection_error'));
    request.on('close', () => clearTimeout(timer));
    request.on('response', (response) => {
      readJson(response).then(
        (json) => resolve({ kind: 'answer', status: response.statusCode ?? 0, body: json }),
        () => fail('connection_error'),
      );
    });
  });
}

/**
 * The body in a write of its own, on a connection that is up. In one write with the head, or before the handshake, TLS
 * copies it into memory of its own and leaves it there (measured, Node 24).
 */
function sendBodyAlone(request: ClientRequest, body: Buffer, opened: 'connect' | 'secureConnect'): void {
  const send = () => setImmediate(() => request.end(body));
  request.flushHeaders();
  request.once('socket', (socket: Socket & { secureConnecting?: boolean }) => {
    if (socket.connecting || socket.secureConnecting) socket.once(opened, send);
    else send();
  });
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
