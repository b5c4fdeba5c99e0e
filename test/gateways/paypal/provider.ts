import type {
  AttemptRef,
  PaymentGateway,
  VerifiedWebhook,
} from '../../../src/payments/gateways/gateway.port.js';
import { PayPalGateway } from '../../../src/payments/gateways/paypal/paypal.gateway.js';
import type { JournalEntry } from '../../support/gateway.js';
import { PAYPAL_CLIENT, payPalEnvironment, startPayPal } from '../../support/processes.js';
import type { Letter } from '../inbox.js';
import { anAttempt, type BookEntry, type Provider, type Step } from '../provider.js';
import { configWith, HASTY, openSandbox, patience, type Sandbox } from '../sandbox.js';

const OPERATIONS: Readonly<Record<Step, string>> = {
  create: 'payment.create',
  take: 'payment.execute',
  capture: 'authorization.capture',
  release: 'authorization.void',
  refund: 'sale.refund',
  read: 'payment.get',
};

const DAY_MS = 24 * 3600_000;

/** What PayPal has beyond the other provider, for tests of its own. */
export interface PayPal extends Provider {
  readonly sandbox: Sandbox;
  readonly settings: Readonly<Record<string, string>>;
  /** A call about payments past the adapter and its keys. */
  byHand<T>(method: string, path: string, body?: object): Promise<T>;
}

/** Our adapter against the sandbox PayPal. */
export async function openPayPal(...args: string[]): Promise<PayPal> {
  const sandbox = await openSandbox(startPayPal, (url) => {
    const webhook = ['--webhook-url', url, '--webhook-id', PAYPAL_CLIENT.webhookId];
    const delays = ['--refund-fail-ms', '150', '--pending-ms', '150', '--dispute-ms', '150'];
    return [...webhook, ...delays, ...args];
  });
  const { controls, inbox, url } = sandbox;
  const settings = payPalEnvironment(sandbox.port);
  const gateway = new PayPalGateway(configWith(settings));
  const charge = chargeBy(gateway);
  return {
    sandbox,
    settings,
    gateway,
    hasty: new PayPalGateway(configWith({ ...settings, ...HASTY })),
    method: 'paypal',
    reasonOfDecline: 'card_declined',
    // Nobody but us can ask PayPal for the money, and an attempt that was cancelled is not completed any more.
    mayTakeLate: false,
    charge,
    ready: async (customer, change) => {
      const attempt = anAttempt('paypal', change);
      const { intentId } = await charge(attempt);
      await controls.act(`payments/${intentId}/approve`, { buyer: customer });
      const found = await gateway.ask({ ...attempt, intentId });
      if (found.kind !== 'approved') throw new Error(`not approved: ${JSON.stringify(found)}`);
      const approved = { ...attempt, intentId, completing: true };
      return { attempt: approved, take: (by = gateway) => by.complete(approved, found.approval) };
    },
    byHand: (method, path, body) => byHand(url, method, path, body),
    book: () => bookOf(sandbox),
    box: {
      inbox,
      fault: (step, fault) => controls.fault({ operation: OPERATIONS[step], ...fault }),
      clearFaults: () => controls.clearFaults(),
      aged,
      foreign: () => foreignPayment(url),
    },
    stop: () => sandbox.stop(),
  };
}

/** Against PayPal's own sandbox, where nobody approves for us: the customers stay away. */
export function openLivePayPal(clientId: string, clientSecret: string): Promise<Provider> {
  const gateway = new PayPalGateway(
    configWith({
      PAYPAL_MODE: 'sandbox',
      PAYPAL_CLIENT_ID: clientId,
      PAYPAL_CLIENT_SECRET: clientSecret,
      PAYPAL_WEBHOOK_ID: PAYPAL_CLIENT.webhookId,
    }),
  );
  const charge = chargeBy(gateway);
  return Promise.resolve({
    gateway,
    charge,
    method: 'paypal',
    stop: () => Promise.resolve(),
  } as unknown as Provider);
}

const chargeBy =
  (gateway: PaymentGateway) =>
  (attempt: AttemptRef, by: PaymentGateway = gateway) =>
    by.charge({ ...attempt, token: null, deadline: patience() });

interface Entry extends JournalEntry {
  readonly custom?: string;
  readonly invoice_number?: string;
}

const KINDS: Readonly<Record<string, BookEntry['kind']>> = {
  charge: 'captured',
  capture: 'captured',
  refund: 'refunded',
  refund_failed: 'refund_failed',
  // Only a dispute that is lost moves money.
  dispute_closed: 'disputed',
};

/** The journal, in the words of the port. */
async function bookOf({ controls }: Sandbox): Promise<BookEntry[]> {
  const entries: Entry[] = await controls.journal(...Object.keys(KINDS));
  return entries
    .filter(({ amount = 0 }) => amount > 0)
    .map(({ kind, custom, invoice_number, amount = 0, currency = '' }) => ({
      kind: KINDS[kind]!,
      attemptId: custom ?? null,
      refundId: kind.startsWith('refund') ? (invoice_number?.split('/')[0] ?? null) : null,
      amountMinor: amount,
      currency,
    }));
}

/** As if it had been sent first before PayPal gave up. */
function aged({ raw, headers }: Letter): Letter {
  const sentAt = Date.parse(String(headers['paypal-transmission-time']));
  const time = new Date(sentAt - 4 * DAY_MS).toISOString();
  return { raw, headers: { ...headers, 'paypal-transmission-time': time } };
}

async function foreignPayment(url: string): Promise<VerifiedWebhook> {
  const payment = await byHand<{ id: string }>(url, 'POST', 'payment', {
    intent: 'sale',
    payer: { payment_method: 'paypal' },
    transactions: [{ amount: { total: '10.00', currency: 'USD' } }],
    redirect_urls: { return_url: 'http://127.0.0.1/back', cancel_url: 'http://127.0.0.1/back' },
  });
  return { eventId: 'WH-1', type: 'PAYMENTS.PAYMENT.CREATED', objectId: `payment/${payment.id}` };
}

async function byHand<T>(url: string, method: string, path: string, body?: object): Promise<T> {
  const basic = Buffer.from(`${PAYPAL_CLIENT.id}:${PAYPAL_CLIENT.secret}`).toString('base64');
  const grant = new URLSearchParams({ grant_type: 'client_credentials' });
  const token = await answerOf<{ access_token: string }>(`${url}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: grant,
  });
  return answerOf<T>(`${url}/v1/payments/${path}`, {
    method,
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function answerOf<T>(url: string, request: RequestInit): Promise<T> {
  const response = await fetch(url, request);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
