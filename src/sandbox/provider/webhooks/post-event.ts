import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** How many receivers' answers are awaited at once; the rest queues in the agent. */
const CONNECTIONS_MAX = 32;
/** A receiver only stores the event; one that needs longer is asked again. */
const TIMEOUT_MS = 10_000;

const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });

/** What is posted: the signature among the headers is over exactly this body. */
export interface Letter {
  headers: Record<string, string>;
  body: string;
}

export type DeliveryStatus = number | 'timeout' | 'unreachable';

/** Posts the event once. Never rejects: whatever goes wrong is a status. */
export function postEvent(url: string, { headers, body }: Letter): Promise<DeliveryStatus> {
  return new Promise((resolve) => {
    const isPlain = url.startsWith('http:');
    const request = (isPlain ? httpRequest : httpsRequest)(url, {
      method: 'POST',
      agent: isPlain ? httpAgent : httpsAgent,
      timeout: TIMEOUT_MS,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => {
      resolve('timeout');
      request.destroy();
    });
    request.on('error', () => resolve('unreachable'));
    request.end(body);
  });
}
