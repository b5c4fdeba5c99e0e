import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/ports.js';
import { type Running, startPayPal } from '../support/processes.js';
import { type Entry, PayPalClient, refusal, type Resource } from './paypal-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

export const WEBHOOK_ID = 'SPECWEBHOOK';
export const RETURN_URL = 'http://127.0.0.1/back?order=1';
export const CANCEL_URL = 'http://127.0.0.1/cancel';
export const PAYMENT = '/v1/payments/payment';

/** Short enough not to be waited for, long enough for a call in between on a busy machine. */
const TIMES = ['--refund-fail-ms', '150', '--pending-ms', '300', '--dispute-ms', '50'];

/** A sandbox PayPal of one spec's own, a shop that listens to its webhooks, and what the shop does there. */
export class PayPalShop {
  private constructor(
    readonly directory: string,
    readonly paypal: PayPalClient,
    readonly receiver: WebhookReceiver,
    private readonly restart: () => Promise<Running>,
    private running: Running,
  ) {}

  static async start(more: readonly string[] = []): Promise<PayPalShop> {
    const directory = mkdtempSync(join(tmpdir(), 'settle-paypal-'));
    const [receiver, port] = await Promise.all([WebhookReceiver.start(), freePort()]);
    const webhook = ['--webhook-url', receiver.url, '--webhook-id', WEBHOOK_ID];
    const args = [...webhook, ...TIMES, '--merchant', 'Spec Shop', ...more];
    const run = (): Promise<Running> => startPayPal(port, directory, args);
    return new PayPalShop(
      directory,
      new PayPalClient(`http://127.0.0.1:${port}`),
      receiver,
      run,
      await run(),
    );
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.receiver.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Kill -9, and another start on what is left. */
  async crash(): Promise<void> {
    await this.running.kill();
    this.running = await this.restart();
  }

  create(transaction: object = {}, intent = 'sale', requestId?: string): Promise<Resource> {
    return this.paypal.sdk('payment.create', [request(transaction, intent)], requestId);
  }

  async pay(buyer = 'pays', transaction: object = {}, intent = 'sale'): Promise<Resource> {
    const { id } = await this.create(transaction, intent);
    const { payerId } = await this.paypal.approve(id, buyer);
    return this.paypal.sdk('payment.execute', [id, { payer_id: payerId }]);
  }

  /** The name of the refusal. */
  async executeRefused(id: string, payerId: string, requestId?: string): Promise<string> {
    const error = await refusal(this.paypal.sdk('payment.execute', [id, { payer_id: payerId }], requestId));
    return `${error.httpStatusCode} ${error.response.name}`;
  }

  capture(id: string, total: string, more: object = {}): Promise<Resource> {
    return this.paypal.sdk('authorization.capture', [id, { amount: usd(total), ...more }]);
  }

  list(query: object): Promise<{ payments: Resource[]; next_id: string }> {
    return this.paypal.sdk('payment.list', [query]);
  }

  post(path: string, body: unknown, requestId?: string, timeoutMs?: number): Promise<Response> {
    return this.paypal.http('POST', path, {
      body,
      ...(requestId && { headers: { 'paypal-request-id': requestId } }),
      ...(timeoutMs && { timeoutMs }),
    });
  }

  async entriesOf(payment: string, ...kinds: string[]): Promise<Entry[]> {
    return (await this.paypal.journal(...kinds)).filter((entry) => entry.payment === payment);
  }
}

export function request(transaction: object = {}, intent = 'sale'): object {
  const details = { subtotal: '129.99', tax: '10.40', shipping: '9.99' };
  return {
    intent,
    payer: { payment_method: 'paypal' },
    redirect_urls: { return_url: RETURN_URL, cancel_url: CANCEL_URL },
    transactions: [{ amount: { ...usd('150.38'), details }, description: 'Two mugs', ...transaction }],
  };
}

export function usd(total: string): { total: string; currency: string } {
  return { total, currency: 'USD' };
}

/** The first resource of the kind below the payment. */
export function related(payment: Resource, kind: string): Resource {
  const found = payment.transactions[0]?.related_resources.find((entry) => entry[kind])?.[kind];
  if (!found) throw new Error(`no ${kind} below ${JSON.stringify(payment)}`);
  return found;
}
