import { checkAnswer } from './contract.js';

export interface Answer<T = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  readonly body: T;
}

export interface Call {
  readonly body?: unknown;
  /** Sent as it is, for what is no JSON. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string;
  /** The request is none that the contract describes: the answer is not checked against it. */
  readonly offContract?: boolean;
}

/** An HTTP client of one caller. Every answer is checked against the contract. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly token?: string,
  ) {}

  // eslint-disable-next-line typescript/no-explicit-any -- the contract check says what it is
  async call<T = any>(
    method: string,
    path: string,
    { body, raw, headers, key, offContract }: Call = {},
  ): Promise<Answer<T>> {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString('utf8');
    const contentType = response.headers.get('content-type') ?? '';
    const parsed = contentType.includes('json') ? (JSON.parse(text) as T) : (undefined as T);
    const { status } = response;
    if (!offContract) checkAnswer(method, path, { status, contentType, text, body: parsed });
    return { status, headers: response.headers, text, bytes, body: parsed };
  }

  // eslint-disable-next-line typescript/no-explicit-any -- as above
  get<T = any>(path: string, call: Call = {}): Promise<Answer<T>> {
    return this.call<T>('GET', path, call);
  }

  // eslint-disable-next-line typescript/no-explicit-any -- as above
  patch<T = any>(path: string, body: unknown, call: Call = {}): Promise<Answer<T>> {
    return this.call<T>('PATCH', path, { body, ...call });
  }

  // eslint-disable-next-line typescript/no-explicit-any -- as above
  post<T = any>(path: string, body: unknown = {}, call: Call = {}): Promise<Answer<T>> {
    return this.call<T>('POST', path, { body, ...call });
  }
}
