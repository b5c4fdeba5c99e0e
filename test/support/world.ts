import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Client } from './client.js';
import { cloneDatabase } from './database.js';
import { Gateway } from './gateway.js';
import { type MailSink, startMailSink } from './mail-sink.js';
import { freePort } from './ports.js';
import { ensureKeyFile } from '../../src/tokeniser/key-file.js';
import {
  type Ended,
  runAndTell,
  type Running,
  startGateway,
  PAYPAL_CLIENT,
  payPalEnvironment,
  startPayPal,
  startPanel,
  startProduct,
  startTokeniser,
  testEnvironment,
  WEBHOOK_SECRET,
} from './processes.js';

export interface WorldOptions {
  /** Settings of the product on top of the tests' own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Settings of the worker alone. */
  readonly workerSettings?: Readonly<Record<string, string>>;
  /** A worker beside the api; on by default. */
  readonly worker?: boolean;
  /** Options of the card gateway, as on its command line. */
  readonly gatewayOptions?: readonly string[];
  /** A PayPal beside the card gateway; off by default. */
  readonly paypal?: boolean;
}

/** A whole Settle of one spec file: its database, gateway, mailbox, tokeniser, api and worker, all real and its own. */
export class World {
  /** What each product of the tests' own was stocked with. */
  readonly stocked = new Map<string, number>();

  private constructor(
    readonly baseUrl: string,
    readonly db: pg.Pool,
    readonly gateway: Gateway,
    readonly mail: MailSink,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly workerEnvironment: NodeJS.ProcessEnv,
    /** The private card keys, which the tokeniser alone is told of. */
    readonly cardKeysFile: string,
    public tokeniser: Running,
    private readonly drop: () => Promise<void>,
    public api: Running,
    public worker: Running | undefined,
    private readonly paypalOrNone: Gateway | undefined,
  ) {}

  /** The PayPal of a world that was started with one. */
  get paypal(): Gateway {
    if (!this.paypalOrNone) throw new Error('this world was started without a PayPal');
    return this.paypalOrNone;
  }

  /** Every gateway that this world has. */
  get gateways(): readonly Gateway[] {
    return [this.gateway, ...(this.paypalOrNone ? [this.paypalOrNone] : [])];
  }

  static async start({
    settings,
    workerSettings,
    worker = true,
    gatewayOptions = [],
    paypal: withPayPal = false,
  }: WorldOptions = {}): Promise<World> {
    const [database, mail, port, gatewayPort, paypalPort] = await Promise.all([
      cloneDatabase(),
      startMailSink(),
      freePort(),
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
    const cardKeysFile = join(files, 'card-keys.json');
    ensureKeyFile(cardKeysFile);
    const startTheGateway = () => startGateway(gatewayPort, files, [...webhooks, ...gatewayOptions]);
    const environment = testEnvironment({
      databaseUrl: database.url,
      port,
      gatewayPort,
      smtpPort: mail.port,
      tokeniserSocket: join(files, 'tokeniser.sock'),
      extra: { ...(withPayPal && payPalEnvironment(paypalPort)), ...settings },
    });
    const paypal = withPayPal ? await startThePayPal(paypalPort, files, baseUrl) : undefined;
    const [running, tokeniser, api] = await Promise.all([
      startTheGateway(),
      startTokeniser(environment, cardKeysFile),
      startProduct(['api'], environment),
    ]);
    const gateway = new Gateway(`http://127.0.0.1:${gatewayPort}`, running, startTheGateway);
    const db = new pg.Pool({ connectionString: database.url, max: 4 });
    const forWorker = { ...environment, ...workerSettings };
    const working = worker ? await startProduct(['worker'], forWorker) : undefined;
    return new World(
      baseUrl,
      db,
      gateway,
      mail,
      environment,
      forWorker,
      cardKeysFile,
      tokeniser,
      database.drop,
      api,
      working,
      paypal,
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.worker?.stop()]);
    await Promise.all(this.gateways.map((gateway) => gateway.running.stop()));
    await Promise.all([this.tokeniser.stop(), this.mail.stop(), this.db.end()]);
    await this.drop();
  }

  async restartApi(): Promise<void> {
    this.api = await startProduct(['api'], this.environment);
  }

  /** What its processes are started with. */
  get settings(): NodeJS.ProcessEnv {
    return this.environment;
  }

  get databaseUrl(): string {
    return this.environment['DATABASE_URL']!;
  }

  /** An api beside the first one, with settings of its own. */
  async startAnotherApi(
    settings: Readonly<Record<string, string>>,
  ): Promise<{ baseUrl: string; running: Running }> {
    const port = await freePort();
    const running = await startProduct(['api'], { ...this.environment, PORT: String(port), ...settings });
    return { baseUrl: `http://127.0.0.1:${port}`, running };
  }

  /** An admin panel of this world; who has started it stops it. */
  async startPanel(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<{ panelUrl: string; running: Running }> {
    const port = await freePort();
    const running = await startPanel({ ...this.environment, ADMIN_PORT: String(port), ...settings });
    return { panelUrl: `http://127.0.0.1:${port}/admin`, running };
  }

  async restartTokeniser(): Promise<void> {
    this.tokeniser = await startTokeniser(this.environment, this.cardKeysFile);
  }

  async startWorker(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    this.worker = await startProduct(['worker'], { ...this.workerEnvironment, ...settings });
  }

  /** The product's own comparison of all books. */
  verify(...options: string[]): Promise<Ended> {
    return runAndTell(['verify', ...options], this.environment);
  }

  /** The product's command about what to subscribe to at the gateways. */
  webhooksCommand(...options: string[]): Promise<Ended> {
    return runAndTell(['webhooks', ...options], this.environment);
  }

  /** Any of the product's own commands. */
  run(...words: string[]): Promise<Ended> {
    return runAndTell(words, this.environment);
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

  /** A product of the test's own with so many units, at 59.99 USD unless told. */
  async product(
    units: number,
    priceMinor = 5999,
    { currency = 'USD', productClass = 'standard' }: { currency?: string; productClass?: string } = {},
  ): Promise<string> {
    const id = `prod_${crypto.randomUUID().slice(0, 8)}`;
    await this.db.query(
      `with p as (insert into products (id, name, description, price_minor, currency, product_class)
              values ($1, $2, '', $3, $4, $5) returning id)
       insert into stock (product_id, on_hand) select id, 0 from p`,
      [id, `Product ${id}`, priceMinor, currency, productClass],
    );
    await this.setStock(id, units);
    this.stocked.set(id, units);
    return id;
  }

  /** As if somebody had counted so many; the ledger of stock knows. */
  async setStock(productId: string, onHand: number): Promise<void> {
    await this.db.query(
      `with before as (select product_id, on_hand from stock where product_id = $1 for update),
         counted as (update stock set on_hand = $2 from before where stock.product_id = before.product_id)
       insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, actor, reason)
       select gen_random_uuid(), product_id, 'corrected', $2::int - on_hand, 0, 'system', 'counted by a test' from before
       where on_hand <> $2`,
      [productId, onHand],
    );
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

async function startThePayPal(port: number, files: string, baseUrl: string): Promise<Gateway> {
  const data = join(files, 'paypal');
  const webhooks = [
    '--webhook-url',
    `${baseUrl}/payment/webhooks/paypal`,
    '--webhook-id',
    PAYPAL_CLIENT.webhookId,
  ];
  const restart = () => startPayPal(port, data, webhooks);
  return new Gateway(`http://127.0.0.1:${port}`, await restart(), restart);
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
