import { z } from 'zod';

const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const countOrNone = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .default(fallback ? 'true' : 'false')
    .transform((value) => value === 'true');
const list = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    );

const lines = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value) =>
      value
        .split(/[|\n]/)
        .map((line) => line.trim())
        .filter(Boolean),
    );

/** `carrier=whsec_…`: 24 to 64 bytes in Base64, as Standard Webhooks has them. */
const CARRIER_SECRET =
  /^([^=]+)=(whsec_(?:[A-Za-z0-9+/]{4}){7,21}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==))$/;
const carrierSecrets = list('')
  .refine((entries) => entries.every((entry) => CARRIER_SECRET.test(entry)))
  .transform((entries) =>
    entries.map((entry) => {
      const [, carrier, secret] = CARRIER_SECRET.exec(entry)!;
      return { carrier: carrier!, secret: secret! };
    }),
  );

/** Seconds from one try of a delivery to the next; Standard Webhooks' own (read 2026-11-28) unless told. */
const pauses = list('5,300,1800,7200,18000,36000,50400,72000,86400')
  .transform((texts) => texts.map(Number))
  .refine((all) => all.every((pause) => pause > 0));

/** `USD:500 EUR:500 *:0`: amounts in major units by currency, `*` for those that are not named. Empty: no limit. */
const AMOUNT = /^([A-Z]{3}|\*):(\d{1,9}(?:\.\d{1,4})?)$/;
const amounts = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .refine((entries) => entries.every((entry) => AMOUNT.test(entry)))
  .transform((entries): Readonly<Record<string, number>> =>
    Object.fromEntries(
      entries.map((entry) => {
        const [, currency, amount] = AMOUNT.exec(entry)!;
        return [currency!, Number(amount)];
      }),
    ),
  );

/** A placeholder, for development. */
const DEMO_SELLER = { SELLER_NAME: 'Settle Demo Shop', SELLER_ADDRESS: '1 Example Street|Example City' };

/** The one schema of the environment. Every duration names its unit, every limit its reason. */
const schema = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: z.url().optional(),
  /** Where the customer portal lives; without one the payment return answers JSON. */
  PORTAL_URL: z.url().optional(),
  /** Origins that a `returnUrl` may point to, comma separated: an open redirect is a phishing tool. */
  RETURN_URL_ORIGINS: list(''),

  DATABASE_URL: z.url(),
  /** A connection past any pooler, for LISTEN; polling serves where it is absent. */
  DATABASE_DIRECT_URL: z.url().optional(),
  /** Connections of one process. Two cores saturate well below this; more only queue in Postgres. */
  DATABASE_POOL_SIZE: count(16),

  /** Prepare statements once per connection. `false` behind a pooler that does not keep them. */
  DATABASE_PREPARED_STATEMENTS: flag(true),

  JWT_SECRET: z.string().min(32),
  ACCESS_TOKEN_SECONDS: count(15 * 60),
  REFRESH_TOKEN_SECONDS: count(30 * 24 * 3600),
  /** How long the link in a mail opens its order: about as long as a parcel, its return and its refund take. */
  ORDER_LINK_DAYS: count(30),
  /** Where the process listens that opens card data. */
  CARD_TOKENISER_SOCKET: z.string(),

  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  /** Another host for Stripe's API: the sandbox. Absent: Stripe itself. */
  STRIPE_API_URL: z.url().optional(),
  /** Absent: no PayPal. */
  PAYPAL_CLIENT_ID: z.string().min(1).optional(),
  PAYPAL_CLIENT_SECRET: z.string().min(1).optional(),
  PAYPAL_WEBHOOK_ID: z.string().min(1).optional(),
  /** Another host for PayPal's API: the sandbox in the box. Absent: PayPal itself, by PAYPAL_MODE. */
  PAYPAL_API_URL: z.url().optional(),
  PAYPAL_MODE: z.enum(['sandbox', 'live']).default('live'),
  /** With it PayPal's SDK prints requests and answers, and customers are named in them: we do not start. */
  PAYPAL_DEBUG: z.never().optional(),
  /** The methods that are switched on, comma separated. */
  PAYMENT_METHODS: list('credit_card,debit_card,apple_pay,paypal,bank_transfer,crypto'),
  /** `order`: money is taken with the order. `shipment`: promised with the order, taken parcel by parcel. */
  CAPTURE_AT: z.enum(['order', 'shipment']).default('order'),
  GATEWAY_CALL_SECONDS: seconds(5),
  /** Calls of one process to one gateway at a time: more than two cores can make, fewer than would exhaust sockets. */
  GATEWAY_CONCURRENCY: count(64),
  /** So many failed calls in a row and the gateway is left alone for a while. */
  GATEWAY_BREAKER_FAILURES: count(10),
  GATEWAY_BREAKER_SECONDS: seconds(5),
  ATTEMPT_DEADLINE_SECONDS: seconds(15),

  SMTP_URL: z.url(),
  MAIL_FROM: z.string().min(3),
  /** Of mails to people who asked for no other language that we have. */
  DEFAULT_LOCALE: z.enum(['en', 'de']).default('en'),
  /** Who in the shop is told that few of a product are left; absent: nobody. */
  LOW_STOCK_MAIL_TO: z.email().optional(),

  /** Who in the shop is told that somebody's account was locked after wrong passwords; absent: the first administrator. */
  SECURITY_MAIL_TO: z.email().optional(),
  /** Where the panel listens, and its address as browsers reach it: its cookie is for HTTPS alone where this is. */
  ADMIN_PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
  ADMIN_URL: z.url().optional(),
  /** A session of the panel that nobody uses ends after so long, any after so long. */
  STAFF_IDLE_MINUTES: count(30),
  STAFF_SESSION_HOURS: count(12),

  /** Who sells, as invoices say. The defaults are nobody: production does not start with them. */
  SELLER_NAME: z.string().default(DEMO_SELLER.SELLER_NAME),
  /** Lines, separated by `|`. */
  SELLER_ADDRESS: lines(DEMO_SELLER.SELLER_ADDRESS),
  SELLER_TAX_ID: z.string().optional(),

  CURRENCY: z.string().length(3).default('USD'),
  /** How long an order waits for its payment, by method; it holds stock meanwhile. */
  CARD_PAYMENT_WINDOW_MINUTES: count(15),
  PAYPAL_PAYMENT_WINDOW_MINUTES: count(3 * 60),
  CRYPTO_PAYMENT_WINDOW_MINUTES: count(24 * 60),
  BANK_TRANSFER_PAYMENT_WINDOW_MINUTES: count(7 * 24 * 60),
  /** So long before its window closes the customer is reminded of a payment that has not come; 0: never. */
  PAYPAL_REMINDER_MINUTES: countOrNone(30),
  CRYPTO_REMINDER_MINUTES: countOrNone(2 * 60),
  BANK_TRANSFER_REMINDER_MINUTES: countOrNone(24 * 60),
  MAX_PENDING_ORDERS: count(3),
  /** Who may tell of parcels: `carrier=whsec_…`, several for a carrier whose secret is being replaced. */
  CARRIER_WEBHOOK_SECRETS: carrierSecrets,
  /** How long after its arrival a customer may ask to return a unit; an admin may later. */
  RETURN_WINDOW_DAYS: count(30),
  CANCEL_CLEARS_CART: flag(true),
  /** At the panel: of one payment, what goes back in all above this needs a second person. */
  REFUND_SECOND_PERSON_ABOVE: amounts,
  /** So long somebody may agree to such a refund. */
  REFUND_PROPOSAL_HOURS: count(72),
  /** At the panel: what somebody of finance may give back of one payment in all. */
  FINANCE_REFUND_LIMIT: amounts,

  /** Partners' endpoints over plain HTTP, and on private addresses: for development, and for partners in one's own network. */
  WEBHOOK_ALLOW_INSECURE: flag(false),
  WEBHOOK_ALLOW_PRIVATE: flag(false),
  WEBHOOK_RETRY_SECONDS: pauses,
  /** The whole of one try: a receiver that works first and answers later has a queue to learn about. */
  WEBHOOK_DEADLINE_SECONDS: seconds(10),
  /** Requests of one worker at a time; one that has lasted a second does not count, so that slow endpoints delay no other. */
  WEBHOOK_CONCURRENCY: count(64),
  WEBHOOK_ENDPOINT_CONCURRENCY: count(8),
  /** So many failed tries in a row and an endpoint is left alone, first for so long, then for longer, up to 60 times that. */
  WEBHOOK_BREAKER_FAILURES: count(10),
  WEBHOOK_BREAKER_SECONDS: seconds(5),
  /** Nothing but failures for so long and an endpoint is switched off. */
  WEBHOOK_DISABLE_AFTER_HOURS: seconds(24),
  /** A secret signs for so long after its successor was made. */
  WEBHOOK_SECRET_OVERLAP_HOURS: seconds(24),
  WEBHOOK_RETENTION_DAYS: count(30),
  /** How often the worker looks for attempts, refunds and orders whose time has come. */
  SWEEP_INTERVAL_SECONDS: seconds(1),
  /** Opens `GET /metrics` for its bearer; without one there are no metrics. */
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.infer<typeof schema>> & { readonly publicUrl: string };

/** Raised for a missing or malformed variable. Names the variable and never prints its value. */
export class ConfigError extends Error {}

/** Reads the environment once. The only reader of `process.env` in the product. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  const nameless = present['NODE_ENV'] === 'production' ? Object.keys(DEMO_SELLER) : [];
  const missing = nameless.filter((name) => !(name in present));
  if (!parsed.success || missing.length > 0) {
    const bad = (parsed.error?.issues ?? []).map((issue) => issue.path.join('.'));
    const faults = [...bad, ...missing].map((name) =>
      name in present ? `${name} is set but not usable` : `${name} is not set`,
    );
    throw new ConfigError(
      `${[...new Set(faults)].join('; ')}. "npm start" sets everything for a local run; see the README for each variable.`,
    );
  }
  const config = parsed.data;
  return Object.freeze({ ...config, publicUrl: config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}` });
}

/** Injection token of the frozen configuration. */
export const CONFIG = Symbol('CONFIG');
