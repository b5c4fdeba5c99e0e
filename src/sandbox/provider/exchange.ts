import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A card form is 200 bytes; the largest metadata is 30 kB. */
const BODY_BYTES_MAX = 256 * 1024;

/** One HTTP request with its body, and the ways in which it can end. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  body = '';

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    this.method = request.method ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = request.headers;
  }

  /** Where the caller reached us, so that the addresses we hand out work for it too. */
  get baseUrl(): string {
    const { localAddress, localPort } = this.request.socket;
    return `http://${this.headers.host ?? `${localAddress}:${localPort}`}`;
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** False where the body is too long; the caller has then been told. */
  async readBody(): Promise<boolean> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) {
        this.send(413, { connection: 'close' }, '');
        return false;
      }
      chunks.push(chunk);
    }
    this.body = Buffer.concat(chunks).toString('utf8');
    return true;
  }

  send(status: number, headers: Record<string, string>, body: string): void {
    this.response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    this.response.end(body);
  }

  sendJson(status: number, body: object): void {
    this.send(status, { 'content-type': 'application/json' }, JSON.stringify(body));
  }

  sendHtml(status: number, body: string): void {
    this.send(
      status,
      { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY },
      body,
    );
  }

  /** Promises the whole body, sends half of it and hangs up. */
  cut(status: number, headers: Record<string, string>, body: string): void {
    this.response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    this.response.write(body.slice(0, body.length / 2), () => this.request.socket.destroy());
  }

  /** The caller sees ECONNRESET. */
  reset(): void {
    this.request.socket.resetAndDestroy();
  }

  /** Resolves when the caller has given up waiting. */
  whenGone(): Promise<void> {
    if (this.request.socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      this.request.socket.once('close', () => resolve());
    });
  }
}

/** The pages have inline styles and plain forms, and nothing else. Forms may lead on to the shop's return address. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";
