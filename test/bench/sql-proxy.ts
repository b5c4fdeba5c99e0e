import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Statement {
  readonly sql: string;
  /** What was sent together, each as Postgres got it. */
  readonly parts: readonly Part[];
  /** Sent while an earlier statement of the connection was still unanswered: it cost no waiting of its own. */
  readonly pipelined: boolean;
  /** Neither inside a transaction nor a word about one: a commit of its own. */
  readonly autocommit: boolean;
}

export interface Part {
  readonly sql: string;
  /** As text, which is how the driver sends all but bytes; none with a simple query. */
  readonly values: readonly (string | null)[];
}

/** A server on loopback that passes bytes on to Postgres and writes down what is asked of it. */
export interface SqlProxy {
  readonly url: string;
  /** What was asked since the last call. */
  take(): Statement[];
  close(): void;
}

export async function startSqlProxy(databaseUrl: string): Promise<SqlProxy> {
  const target = new URL(databaseUrl);
  const seen: Statement[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const postgres = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    const session = new Session(seen);
    client.on('data', (bytes) => {
      session.asked(bytes);
      postgres.write(bytes);
    });
    postgres.on('data', (bytes) => {
      session.answered(bytes);
      client.write(bytes);
    });
    for (const [socket, other] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take: () => seen.splice(0),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Follows one connection: each Query and each Sync asks for an answer that ends in ReadyForQuery. */
class Session {
  private readonly seen: Statement[];
  private readonly front = new Messages(true);
  private readonly back = new Messages(false);
  private readonly named = new Map<string, string>();
  private batch: Part[] = [];
  private unanswered = 0;
  private inTransaction = false;

  constructor(seen: Statement[]) {
    this.seen = seen;
  }

  asked(bytes: Buffer): void {
    for (const { type, body } of this.front.read(bytes)) {
      if (type === 'P') {
        const nameEnd = body.indexOf(0);
        const sql = body.toString('utf8', nameEnd + 1, body.indexOf(0, nameEnd + 1));
        this.named.set(body.toString('utf8', 0, nameEnd), sql);
      } else if (type === 'B') {
        const portalEnd = body.indexOf(0);
        const name = body.toString('utf8', portalEnd + 1, body.indexOf(0, portalEnd + 1));
        const nameEnd = body.indexOf(0, portalEnd + 1);
        this.batch.push({ sql: this.named.get(name) ?? name, values: valuesOf(body.subarray(nameEnd + 1)) });
      } else if (type === 'S') this.note(this.batch.splice(0));
      else if (type === 'Q') this.note([{ sql: body.toString('utf8', 0, body.length - 1), values: [] }]);
    }
  }

  answered(bytes: Buffer): void {
    for (const { type, body } of this.back.read(bytes)) {
      if (type !== 'Z') continue;
      this.unanswered = Math.max(0, this.unanswered - 1);
      this.inTransaction = body.toString('latin1', 0, 1) !== 'I';
    }
  }

  private note(parts: readonly Part[]): void {
    const sql = parts.map((part) => part.sql).join('; ');
    const control = /^(begin|commit|rollback)\b/i.test(sql);
    const autocommit = !control && !this.inTransaction && this.unanswered === 0;
    const told = sql.replace(/\s+/g, ' ').trim();
    this.seen.push({ sql: told, parts, pipelined: this.unanswered > 0, autocommit });
    this.unanswered++;
  }
}

/** The values of a Bind message: the formats, which are passed over, then the length and the bytes of each. */
function valuesOf(bind: Buffer): (string | null)[] {
  let at = 2 + 2 * bind.readInt16BE(0);
  const values: (string | null)[] = Array.from({ length: bind.readInt16BE(at) });
  at += 2;
  for (const index of values.keys()) {
    const length = bind.readInt32BE(at);
    at += 4;
    values[index] = length < 0 ? null : bind.toString('utf8', at, at + length);
    at += Math.max(length, 0);
  }
  return values;
}

interface Message {
  readonly type: string;
  readonly body: Buffer;
}

/** Cuts a stream into protocol messages; the very first one of a client has no type byte. */
class Messages {
  private rest: Buffer = Buffer.alloc(0);
  private untyped: boolean;

  constructor(untyped: boolean) {
    this.untyped = untyped;
  }

  read(bytes: Buffer): Message[] {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const messages: Message[] = [];
    for (;;) {
      const at = this.untyped ? 0 : 1;
      if (this.rest.length < at + 4) return messages;
      const end = at + this.rest.readInt32BE(at);
      if (this.rest.length < end) return messages;
      if (!this.untyped)
        messages.push({ type: String.fromCharCode(this.rest[0]!), body: this.rest.subarray(5, end) });
      this.untyped = false;
      this.rest = this.rest.subarray(end);
    }
  }
}
