import { AsyncLocalStorage } from 'node:async_hooks';
import { callbackify } from 'node:util';
import sdkHttp from 'paypal-rest-sdk/lib/client.js';
import { TimedOut } from '../call-gateway.js';
import { ConnectionError, PayPalError } from './paypal-error.js';

/** Where the requests of one call go, and how long they may last together. */
export interface Route {
  readonly apiUrl: string;
  readonly endsAtMs: number;
}

const routes = new AsyncLocalStorage<Route>();

/** Runs a call of the SDK; all that it sends, token requests included, takes this route. */
export const onRoute = <T>(route: Route, call: () => T): T => routes.run(route, call);

/**
 * The SDK's HTTP, replaced where all of it passes: one function of its inner module `lib/client` (1.8.1). Its own
 * waits for ever, prints failures to stdout, takes an empty body for an answer, and goes to paypal.com whatever its
 * option `host` says (`lib/utils.getDefaultApiEndpoint` wins; the token request gets nothing else that we pass). Nobody
 * else sees the replacement: no other folder may import the SDK (test/architecture).
 */
sdkHttp.invoke = (method, path, data, { headers }, done) =>
  callbackify(send)(method, path, data, { ...headers }, done);

async function send(
  method: string,
  path: string,
  data: object | string,
  headers: Record<string, string>,
): Promise<unknown> {
  const route = routes.getStore();
  if (!route) throw new Error('a call of the PayPal SDK outside of PayPalClient');
  const { status, text } = await exchange(route, urlOf(route, method, path, data), {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
    ...(method !== 'GET' && { body: typeof data === 'string' ? data : JSON.stringify(data) }),
  });
  const answer = parseObject(text);
  if (status < 200 || status > 299) throw new PayPalError(status, answer);
  if (!answer) throw new PayPalError(status, undefined);
  return answer;
}

function urlOf({ apiUrl }: Route, method: string, path: string, data: object | string): URL {
  const url = new URL(path, apiUrl);
  if (method === 'GET') url.search = new URLSearchParams(Object.entries(data)).toString();
  return url;
}

/** One request by Node's own client, which keeps connections open. It ends with the route, to the last byte. */
async function exchange(
  { endsAtMs }: Route,
  url: URL,
  request: RequestInit,
): Promise<{ status: number; text: string }> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), endsAtMs - Date.now());
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: late.signal });
    return { status: response.status, text: await response.text() };
  } catch {
    throw late.signal.aborted ? new TimedOut() : new ConnectionError();
  } finally {
    clearTimeout(timer);
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
