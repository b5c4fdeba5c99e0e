import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually.js';

export interface Received {
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: {
    id: string;
    event_type: string;
    resource_type: string;
    resource: Record<string, unknown>;
  };
}

/** A shop that listens: keeps every webhook, and refuses one where it is told to. */
export class WebhookReceiver {
  private readonly received: Received[] = [];
  private refused: string | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const isRefused = receiver.refused !== undefined && body.includes(receiver.refused);
        if (isRefused) receiver.refused = undefined;
        else {
          const event = JSON.parse(body) as Received['event'];
          receiver.received.push({ body, headers: request.headers, event });
        }
        response.writeHead(isRefused ? 500 : 200).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  refuseOnce(id: string): void {
    this.refused = id;
  }

  typesAbout(id: string): string[] {
    return this.received.filter(({ body }) => body.includes(id)).map(({ event }) => event.event_type);
  }

  about(id: string, type: string): Promise<Received> {
    return eventually(() =>
      this.received.find(({ body, event }) => event.event_type === type && body.includes(id)),
    );
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
