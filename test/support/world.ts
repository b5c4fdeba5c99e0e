import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from './client.js';
import { cloneDatabase } from './database.js';
import { Gateway } from './gateway.js';
import { type MailSink, startMailSink } from './mail-sink.js';
import { freePort } from './ports.js';
import {
  type Ended,
  runAndTell,
  type Running,
  startGateway,
  startProduct,
  testEnvironment,
  WEBHOOK_SECRET,
} from './processes.js';

export interface WorldOptions {
  /** Settings of the product on top of the tests' own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A worker beside the api; on by default. */
  readonly worker?: boolean;
}

/** A whole Settle of one spec file: its database, gateway, mailbox, api and worker, all real and all its own. */
export class World {
  /** What each product of the tests' own was stocked with. */
  readonly stocked = new Map<string, number>();

  private constructor(
    readonly baseUrl: string,
    readonly db: pg.Pool,
    readonly gateway: Gateway,
    readonly mail: MailSink,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly drop: () => Promise<void>,
    public api: Running,
    public worker: Running | undefined,
  ) {}

  static async start({ settings, worker = true }: WorldOptions = {}): Promise<World> {
    const [database, mail, port, gatewayPort] = await Promise.all([
      cloneDatabase(),
      startMailSink(),
      freePort(),
      freePort(),
    ]);
    const files = mkdtempSync(join(process.env['TEST_FILES']!, 'world-'));
    const baseUrl = `http://127.0.0.1:${port}`;
    const webhooks = [
      '--webhook-url',
      `${baseUrl}/payment/webhooks/stripe`,
      '--webhook-secret',
      WEBHOOK_SECRET,
    ];
    const startTheGateway = () => startGateway(gatewayPort, files, webhooks);
    const environment = testEnvironment({
      databaseUrl: database.url,
      port,
      gatewayPort,
      smtpPort: mail.port,
      extra: settings,
    });
    const [running, api] = await Promise.all([startTheGateway(), startProduct(['api'], environment)]);
    const gateway = new Gateway(`http://127.0.0.1:${gatewayPort}`, running, startTheGateway);
    const db = new pg.Pool({ connectionString: database.url, max: 4 });
    const working = worker ? await startProduct(['worker'], environment) : undefined;
    return new World(baseUrl, db, gateway, mail, environment, database.drop, api, working);
  }

  async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.worker?.stop()]);
    await Promise.all([this.gateway.running.stop(), this.mail.stop(), this.db.end()]);
    await this.drop();
  }

  async restartApi(): Promise<void> {
    this.api = await startProduct(['api'], this.environment);
  }

  async startWorker(): Promise<void> {
    this.worker = await startProduct(['worker'], this.environment);
  }

  /** The product's own comparison of all books. */
  verify(...options: string[]): Promise<Ended> {
    return runAndTell(['verify', ...options], this.environment);
  }

  get stranger(): Client {
    return new Client(this.baseUrl);
  }

  /** A customer of their own, so that tests of one file do not meet. */
  async customer(): Promise<Client> {
    const email = `c-${crypto.randomUUID()}@example.com`;
    const { body } = await this.stranger.post('/auth/register', {
      email,
      password: 'a-long-password',
      name: 'Ada Customer',
    });
    return new Client(this.baseUrl, body.accessToken);
  }

  /** A customer without a password, which is far cheaper to make: for tests that need many. */
  async guest(): Promise<Client> {
    const { body } = await this.stranger.post('/auth/guest', {
      email: `g-${crypto.randomUUID()}@example.com`,
    });
    return new Client(this.baseUrl, body.accessToken);
  }

  guests(count: number): Promise<Client[]> {
    return Promise.all(Array.from({ length: count }, () => this.guest()));
  }

  async admin(): Promise<Client> {
    const { body } = await this.stranger.post('/auth/login', {
      email: 'admin@settle.example',
      password: 'admin-password-1',
    });
    return new Client(this.baseUrl, body.accessToken);
  }

  /** A product of the test's own with so many units, at 59.99 unless told. */
  async product(units: number, priceMinor = 5999): Promise<string> {
    const id = `prod_${crypto.randomUUID().slice(0, 8)}`;
    await this.db.query(
      `with p as (insert into products (id, name, description, price_minor, currency) values ($1, $2, '', $3, 'USD') returning id)
       insert into stock (product_id, on_hand) select id, $4 from p`,
      [id, `Product ${id}`, priceMinor, units],
    );
    this.stocked.set(id, units);
    return id;
  }

  async stockOf(productId: string): Promise<{ onHand: number; held: number }> {
    const { rows } = await this.db.query(
      'select on_hand as "onHand", held from stock where product_id = $1',
      [productId],
    );
    return rows[0];
  }

  /** The orders that contain a product, oldest first, as the database has them. */
  async ordersOf(productId: string): Promise<OrderState[]> {
    const { rows } = await this.db.query<OrderState>(
      `select distinct o.id, o.number, o.status, o.payment_status, o.hold, o.cancel_reason, o.created_at from orders o
       join order_lines l on l.order_id = o.id where l.product_id = $1 order by o.created_at`,
      [productId],
    );
    return rows;
  }

  /** Attempts of an order, oldest first, as the database has them. */
  async attemptsOf(
    orderId: string,
  ): Promise<{ id: string; status: string; failure_reason: string | null; intent_id: string | null }[]> {
    const { rows } = await this.db.query(
      `select a.* from payment_attempts a join orders o on o.id = a.order_id where o.number = $1 order by a.created_at`,
      [orderId],
    );
    return rows;
  }
}

export interface OrderState {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly payment_status: string;
  readonly hold: string;
  readonly cancel_reason: string | null;
}

export const ADDRESS = {
  street: '123 Main St',
  city: 'New York',
  state: 'NY',
  zipCode: '10001',
  country: 'USA',
};

/** A create that pays with a token of the gateway's. */
export const paidBy = (token: string, more: object = {}) => ({
  shippingAddress: ADDRESS,
  paymentMethod: 'credit_card',
  paymentDetails: { token },
  ...more,
});

/** Puts units of a product into the caller's cart. */
export const fillCart = (customer: Client, productId: string, quantity = 1) =>
  customer.post('/cart/items', { productId, quantity });
