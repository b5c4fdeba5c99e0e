import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One keep-alive HTTP/1.1 connection with one request at a time. No client library: the load generator shares the
 * machine with what it measures, and this costs a fifth of `fetch`.
 */
export class Connection {
  private socket: Socket | undefined;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  private readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  post(path: string, body: object, token?: string, key?: string): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.send(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.port}\r\ncontent-type: application/json\r\n` +
        `content-length: ${Buffer.byteLength(text)}\r\n` +
        (token ? `authorization: Bearer ${token}\r\n` : '') +
        (key ? `idempotency-key: ${key}\r\n` : '') +
        `\r\n${text}`,
    );
  }

  get(path: string, token?: string): Promise<Answer> {
    return this.send(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.port}\r\n` +
        (token ? `authorization: Bearer ${token}\r\n` : '') +
        `\r\n`,
    );
  }

  close(): void {
    this.socket?.destroy();
  }

  private send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket ??= this.open();
      this.socket.write(request);
    });
  }

  private open(): Socket {
    const socket = connect(this.port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the connection was closed')));
    return socket;
  }

  private fail(error: Error): void {
    this.socket = undefined;
    this.received = Buffer.alloc(0);
    this.waiting?.reject(error);
    this.waiting = undefined;
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (this.received.length < end) return;
    const answer = {
      status: Number(head.slice(9, 12)),
      body: this.received.toString('utf8', headEnd + 4, end),
    };
    this.received = this.received.subarray(end);
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }
}
