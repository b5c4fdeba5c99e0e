import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Client } from './client.js';

/** A webhook as it came in. */
export interface Received {
  readonly at: number;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  // eslint-disable-next-line typescript/no-explicit-any -- tests say what it is
  readonly event: any;
}

/** What a receiver does with one: a status to answer with, or something else altogether. */
export type Behaviour = (received: Received, response: ServerResponse) => number | void;

/** A partner's server: takes webhooks over HTTP, keeps them, and behaves as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  behaviour: Behaviour = () => 204;
  /** The most requests that it had at a time. */
  mostAtATime = 0;
  private atATime = 0;
  private readonly server = createServer((request, response) => void this.take(request, response));

  static async start(behaviour?: Behaviour): Promise<Receiver> {
    const receiver = new Receiver();
    if (behaviour) receiver.behaviour = behaviour;
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  /** An endpoint of the partner that leads here. */
  async listen(partner: Client, more: object = {}): Promise<{ id: string; secret: string; path: string }> {
    const { body } = await partner.post('/webhook-endpoints', { url: this.url, ...more });
    return { id: body.id, secret: body.secret, path: `/webhook-endpoints/${body.id}` };
  }

  /** Those of one order, as they came. */
  of(orderId: string): Received[] {
    return this.received.filter(({ event }) => event.data.orderId === orderId);
  }

  types(orderId: string): string[] {
    return this.of(orderId).map(({ event }) => event.type);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostAtATime = Math.max(this.mostAtATime, ++this.atATime);
    response.once('close', () => this.atATime--);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const received = { at: Date.now(), id: headers['webhook-id']!, headers, body, event: JSON.parse(body) };
    this.received.push(received);
    const status = this.behaviour(received, response);
    if (typeof status === 'number') response.writeHead(status).end();
  }
}

/** Whether a secret of an endpoint has signed it, as a partner finds out. */
export function isSignedBy(secret: string, { headers, body }: Received): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
