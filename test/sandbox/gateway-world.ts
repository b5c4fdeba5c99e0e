import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stripe } from 'stripe';

export const MAIN = resolve('dist/sandbox/gateway/main.js');
const SECRET_KEY = 'sk_test_settle_spec';
export const WEBHOOK_SECRET = 'whsec_settle_spec';

export interface Entry {
  seq: number;
  kind: string;
  intent: string | null;
  [fact: string]: unknown;
}

/** A gateway with a shop that listens to it, and what a test asks both. */
export class GatewayWorld {
  private constructor(
    readonly directory: string,
    readonly receiver: Receiver,
    readonly gateway: GatewayProcess,
    readonly stripe: Stripe,
  ) {}

  static async start(...settings: string[]): Promise<GatewayWorld> {
    const directory = mkdtempSync(join(tmpdir(), 'settle-gateway-'));
    const receiver = await Receiver.start();
    const gateway = await startGateway(directory, receiver.url, ...settings);
    return new GatewayWorld(directory, receiver, gateway, clientOf(gateway));
  }

  async stop(): Promise<void> {
    await this.gateway.kill('SIGTERM');
    await this.receiver.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async journal(kind = ''): Promise<Entry[]> {
    // Requests that lost their answer are written a moment later than the caller notices.
    await sleep(10);
    const answer = await fetch(`${this.gateway.url}/sandbox/journal?kind=${kind}`);
    return ((await answer.json()) as { entries: Entry[] }).entries;
  }

  async entriesOf(intent: string, kind: string): Promise<Entry[]> {
    return (await this.journal(kind)).filter((entry) => entry.intent === intent);
  }

  /** The types of the events that mention the id, oldest first, whether they are delivered yet or not. */
  async emitted(id: string): Promise<string[]> {
    const { data } = await this.stripe.events.list({ limit: 100 });
    return data
      .filter((event) => JSON.stringify(event.data.object).includes(id))
      .map(({ type }) => type as string)
      .toReversed();
  }

  /** The types of the events about the object, once `last` is among them. */
  async types(id: string, last: string): Promise<string[]> {
    await this.receiver.eventAbout(id, last);
    return this.receiver.typesAbout(id);
  }

  control(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.gateway.url}/sandbox/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
}

export interface GatewayProcess {
  url: string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A gateway that is quick in what it does later. */
export async function startGateway(
  data: string,
  webhookUrl: string,
  ...settings: string[]
): Promise<GatewayProcess> {
  const times = ['--refund-fail-ms', '150', '--dispute-ms', '100'];
  const webhook = ['--webhook-url', webhookUrl, '--webhook-secret', WEBHOOK_SECRET];
  const args = ['--port', '0', '--data', data, '--secret-key', SECRET_KEY, ...webhook, ...times, ...settings];
  const child: ChildProcess = fork(MAIN, args, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ ready: boolean; port: number }];
  return {
    url: `http://127.0.0.1:${message.port}`,
    kill: async (signal) => {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}

export function clientOf(gateway: GatewayProcess, key = SECRET_KEY): Stripe {
  const { hostname, port } = new URL(gateway.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

/** The error that Stripe's SDK throws; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Stripe.errors.StripeError))
    throw new Error(`expected a StripeError: ${String(outcome)}`);
  return outcome;
}

/** A shop that listens: keeps every webhook, and refuses one where it is told to. */
export class Receiver {
  private readonly received: { body: string; signature: string; event: Stripe.Event }[] = [];
  private refused: string | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const isRefused = receiver.refused !== undefined && body.includes(receiver.refused);
        if (isRefused) receiver.refused = undefined;
        const signature = String(request.headers['stripe-signature']);
        if (!isRefused) receiver.received.push({ body, signature, event: JSON.parse(body) as Stripe.Event });
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

  last(id: string): { body: string; signature: string } {
    const found = this.received.findLast(({ body }) => body.includes(id));
    if (!found) throw new Error(`no webhook about ${id}`);
    return found;
  }

  typesAbout(id: string): string[] {
    return this.received.filter(({ body }) => body.includes(id)).map(({ event }) => event.type);
  }

  async eventAbout(id: string, type: string): Promise<Stripe.Event> {
    for (let waited = 0; waited < 4000; waited += 10) {
      const found = this.received.find(({ body, event }) => event.type === type && body.includes(id));
      if (found) return found.event;
      await sleep(10);
    }
    throw new Error(`no ${type} about ${id}; came: ${this.typesAbout(id).join(', ')}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
