import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually.js';

/** A webhook as it arrived. */
export interface Letter {
  readonly raw: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** Where a provider's webhooks are sent, and kept as they came. */
export class Inbox {
  private readonly letters: Letter[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Inbox> {
    const server = createServer();
    const inbox = new Inbox(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        inbox.letters.push({ raw: Buffer.concat(chunks), headers: request.headers });
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return inbox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  /** The first letter whose text is such, once it is there. */
  letter(is: (text: string) => boolean): Promise<Letter> {
    return eventually(() => this.letters.find(({ raw }) => is(raw.toString())));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
