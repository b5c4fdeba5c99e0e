import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { PAYPAL_CLIENT } from '../support/processes.js';

type Operation = (...args: unknown[]) => void;

const require = createRequire(import.meta.url);
// The same module by another name: the SDK is driven by the names of its operations.
const sdk = require('paypal-rest-sdk') as Record<string, unknown>;
const utils = require('paypal-rest-sdk/lib/utils.js') as { getDefaultApiEndpoint: () => string };
// The SDK has a `host` option and asks this instead (lib/api.js).
utils.getDefaultApiEndpoint = () => '127.0.0.1';

/** What the API answers, as far as these tests look into it. */
export interface Resource {
  readonly id: string;
  readonly state: string;
  readonly links: readonly { href: string; rel: string }[];
  readonly transactions: readonly {
    custom?: string;
    related_resources: readonly Record<string, Resource>[];
  }[];
  readonly [field: string]: unknown;
}

export interface Refusal extends Error {
  readonly httpStatusCode: number;
  readonly response: {
    name: string;
    message: string;
    details?: readonly { field?: string; issue: string }[];
  };
}

export interface Entry {
  readonly kind: string;
  readonly payment: string | null;
  readonly [fact: string]: unknown;
}

export interface Approved {
  readonly paymentId: string;
  readonly token: string;
  readonly payerId: string;
  readonly redirect: string;
}

/** The real SDK, plain HTTP beside it, and the controls that a real PayPal does not have. */
export class PayPalClient {
  private token: string | undefined;

  constructor(
    readonly url: string,
    private readonly client: { id: string; secret: string } = PAYPAL_CLIENT,
  ) {}

  /** `payment.create`, `sale.refund`, `notification.webhookEvent.verify`, … of the SDK. */
  sdk<T = Resource>(operation: string, args: readonly unknown[], requestId?: string): Promise<T> {
    const path = operation.split('.');
    const owner = path
      .slice(0, -1)
      .reduce<unknown>((object, name) => Reflect.get(object as object, name), sdk);
    const method = Reflect.get(owner as object, path.at(-1) ?? '') as Operation;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const done = (error: Error | null, answer: T): void => (error ? reject(error) : resolve(answer));
    // `verify` takes no options: it asks whom the SDK as a whole was told to ask.
    const isGlobal = operation.endsWith('.verify');
    if (isGlobal) (sdk['configure'] as Operation)(this.options(requestId));
    method.call(owner, ...args, ...(isGlobal ? [] : [this.options(requestId)]), done);
    return promise;
  }

  /** A bearer token of our own, so that a fault can meet the call alone. */
  async http(
    method: string,
    path: string,
    {
      body,
      headers,
      timeoutMs = 5000,
    }: { body?: unknown; headers?: Record<string, string>; timeoutMs?: number } = {},
  ): Promise<Response> {
    this.token ??= await this.fetchToken();
    return fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && {
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    });
  }

  async fetchToken(): Promise<string> {
    const answer = await this.askForToken();
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  askForToken(grant = 'client_credentials'): Promise<Response> {
    return fetch(`${this.url}/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${this.client.id}:${this.client.secret}`)}` },
      body: new URLSearchParams({ grant_type: grant }),
    });
  }

  control(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.url}/sandbox/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  }

  async approve(paymentId: string, buyer?: string): Promise<Approved> {
    const answer = await this.control('POST', `payments/${paymentId}/approve`, { buyer });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as Approved;
  }

  async journal(...kinds: string[]): Promise<Entry[]> {
    // Requests that lost their answer are written a moment later than the caller notices.
    await sleep(10);
    const answer = await this.control('GET', `journal?kind=${kinds.join(',')}`);
    return ((await answer.json()) as { entries: Entry[] }).entries;
  }

  async fault(wish: object): Promise<void> {
    const answer = await this.control('POST', 'faults', wish);
    if (!answer.ok) throw new Error(await answer.text());
  }

  private options(requestId: string | undefined): object {
    return {
      mode: 'sandbox',
      schema: 'http',
      port: new URL(this.url).port,
      client_id: this.client.id,
      client_secret: this.client.secret,
      headers: requestId ? { 'PayPal-Request-Id': requestId } : {},
    };
  }
}

/** What the SDK rejects with. */
export async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error(`expected a refusal: ${JSON.stringify(outcome)}`);
  return outcome as Refusal;
}
