import { createHmac } from 'node:crypto';
import { Stripe } from 'stripe';
import type { AttemptRef, PaymentGateway } from '../../../src/payments/gateways/gateway.port.js';
import { StripeGateway } from '../../../src/payments/gateways/stripe/stripe.gateway.js';
import { GATEWAY_KEY, startGateway, WEBHOOK_SECRET } from '../../support/processes.js';
import type { Letter } from '../inbox.js';
import { anAttempt, type BookEntry, type Customer, type Provider, type Step } from '../provider.js';
import { configWith, HASTY, openSandbox, patience, type Sandbox } from '../sandbox.js';

const TOKENS: Readonly<Record<Customer, string>> = {
  pays: 'pm_card_visa',
  declined: 'pm_card_chargeDeclined',
  refund_fails: 'pm_card_refundFail',
  refund_pending: 'pm_card_pendingRefund',
  disputes: 'pm_card_createDispute',
};

const OPERATIONS: Readonly<Record<Step, string>> = {
  create: 'payment_intents.create',
  take: 'payment_intents.confirm',
  capture: 'payment_intents.capture',
  release: 'payment_intents.cancel',
  refund: 'refunds.create',
  read: 'payment_intents.retrieve',
};

/** What is the same at Stripe and in our sandbox of it. */
function customersOf(settings: Readonly<Record<string, string>>) {
  const gateway = new StripeGateway(configWith(settings));
  const charge = (attempt: AttemptRef, token: string, by: PaymentGateway = gateway) =>
    by.charge({ ...attempt, token, deadline: patience() });
  return {
    gateway,
    hasty: new StripeGateway(configWith({ ...settings, ...HASTY })),
    method: 'credit_card',
    reasonOfDecline: 'card_declined',
    mayTakeLate: true,
    charge: (attempt, by) => charge(attempt, TOKENS.pays, by),
    ready: (customer, change) => {
      const attempt = anAttempt('credit_card', change);
      return Promise.resolve({ attempt, take: (by) => charge(attempt, TOKENS[customer], by) });
    },
  } satisfies Partial<Provider>;
}

/** Our adapter against the sandbox gateway. */
export async function openStripe(): Promise<Provider> {
  const sandbox = await openSandbox(startGateway, (url) => {
    const webhook = ['--webhook-url', url, '--webhook-secret', WEBHOOK_SECRET];
    return [...webhook, '--refund-fail-ms', '150', '--dispute-ms', '150'];
  });
  const { controls, inbox, url } = sandbox;
  return {
    ...customersOf({ STRIPE_API_URL: url }),
    book: () => bookOf(sandbox),
    box: {
      inbox,
      fault: (step, fault) => controls.fault({ operation: OPERATIONS[step], ...fault }),
      clearFaults: () => controls.clearFaults(),
      aged,
      foreign: () => foreignIntent(url),
    },
    stop: () => sandbox.stop(),
  };
}

/** Against Stripe's own test mode, which has neither faults nor a way to us for its webhooks. */
export function openLiveStripe(secretKey: string): Promise<Provider> {
  const customers = customersOf({ STRIPE_SECRET_KEY: secretKey, STRIPE_API_URL: '' });
  const since = new Date();
  const book = async () => {
    const entries: BookEntry[] = [];
    for await (const movement of customers.gateway.movements(since)) entries.push(movement);
    return entries;
  };
  const box = undefined as never;
  return Promise.resolve({ ...customers, book, box, stop: () => Promise.resolve() });
}

/** The journal, in the words of the port. A won dispute brings back what it took. */
async function bookOf({ controls }: Sandbox): Promise<BookEntry[]> {
  const entries = await controls.journal('authorization', ...Object.keys(KINDS));
  const attempts = new Map(
    entries.flatMap(({ intent, metadata }) =>
      intent && metadata?.['attempt_id'] ? [[intent, metadata['attempt_id']]] : [],
    ),
  );
  return entries.flatMap(({ kind, intent = '', amount = 0, currency = '', metadata }) => {
    const known = KINDS[kind];
    const facts = { amountMinor: amount, currency: currency.toUpperCase() };
    const attemptId = attempts.get(intent) ?? null;
    return known ? [{ kind: known, attemptId, refundId: metadata?.['refund_id'] ?? null, ...facts }] : [];
  });
}

const KINDS: Readonly<Record<string, BookEntry['kind']>> = {
  charge: 'captured',
  capture: 'captured',
  refund: 'refunded',
  refund_failed: 'refund_failed',
  dispute: 'disputed',
};

/** Signed by Stripe itself, ten minutes ago. */
function aged({ raw, headers }: Letter): Letter {
  const time = Math.floor(Date.now() / 1000) - 600;
  const signature = createHmac('sha256', WEBHOOK_SECRET).update(`${time}.`).update(raw).digest('hex');
  return { raw, headers: { ...headers, 'stripe-signature': `t=${time},v1=${signature}` } };
}

async function foreignIntent(url: string) {
  const { hostname: host, port } = new URL(url);
  const stripe = new Stripe(GATEWAY_KEY, { host, port, protocol: 'http', telemetry: false });
  const { id } = await stripe.paymentIntents.create({
    amount: 1_000,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
  });
  return { eventId: 'evt_foreign', type: 'payment_intent.succeeded', objectId: id };
}
