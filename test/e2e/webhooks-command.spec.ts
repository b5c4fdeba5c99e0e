import { STRIPE_EVENTS } from '../../src/payments/gateways/stripe/stripe-webhook.js';
import { PAYPAL_EVENTS } from '../../src/payments/gateways/paypal/paypal-subscription.js';
import { GATEWAY_KEY } from '../support/processes.js';
import { readFileSync } from 'node:fs';
import { World } from '../support/world.js';

const SHOP = 'https://shop.example';

describe('what to subscribe to at the gateways', () => {
  let world: World;
  beforeAll(async () => (world = await World.start({ worker: false, paypal: true })));
  afterAll(() => world.stop());

  interface Endpoint {
    readonly url: string;
    readonly enabled_events: readonly string[];
  }
  const endpoints = async (): Promise<Endpoint[]> => {
    const response = await fetch(`${world.gateway.url}/v1/webhook_endpoints`, {
      headers: { authorization: `Bearer ${GATEWAY_KEY}` },
    });
    return ((await response.json()) as { data: Endpoint[] }).data;
  };

  it('is told with each gateway’s address, and nothing is made', async () => {
    const before = await endpoints();
    const { code, stdout, stderr } = await world.webhooksCommand('--url', SHOP);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      'stripe: https://shop.example/payment/webhooks/stripe',
      ...STRIPE_EVENTS.map((event) => `  ${event}`),
      'paypal: https://shop.example/payment/webhooks/paypal',
      ...PAYPAL_EVENTS.map((event) => `  ${event}`),
    ]);
    expect(await endpoints()).toEqual(before);
  });

  it('is made with --create, and the settings that it yields are told once', async () => {
    const { code, stdout } = await world.webhooksCommand('--url', `${SHOP}/api/`, '--create');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {2}made; set STRIPE_WEBHOOK_SECRET=whsec_\w+\n/);
    expect(stdout).toMatch(/ {2}made; set PAYPAL_WEBHOOK_ID=\S+\n/);
    const made = (await endpoints()).find(({ url }) => url === `${SHOP}/api/payment/webhooks/stripe`);
    expect(made?.enabled_events.toSorted()).toEqual([...STRIPE_EVENTS].toSorted());
  });

  it('says that a gateway did not take it, and shows no key', async () => {
    await world.gateway.fault({ operation: 'webhook_endpoints.create', mode: 'status', status: 401 });
    const { code, stdout } = await world.webhooksCommand('--url', SHOP, '--create');
    expect(code).toBe(1);
    expect(stdout).toContain('not made: stripe refused it or did not answer');
    expect(stdout).not.toContain(GATEWAY_KEY);
    await world.gateway.clearFaults();
  });

  it.each([[[]], [['--url', 'ftp://shop.example']], [['--url', SHOP, '--now']]])(
    'is explained where it is asked for as %j',
    async (options) => {
      const { code, stderr } = await world.webhooksCommand(...options);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^Use: webhooks --url /)]);
    },
  );

  it('stands in the documentation as it is', () => {
    const page = readFileSync('docs/gateways.md', 'utf8').split('## Webhooks to subscribe to')[1] ?? '';
    const named = (gateway: string): string[] => {
      const row = page.split('\n').find((line) => line.startsWith(`| ${gateway} |`)) ?? '';
      return [...row.matchAll(/`([\w.]+)`( [^·|]*)?/g)].flatMap(([, prefix = '', rest]) =>
        prefix.endsWith('.') ? (rest ?? '').split(',').map((word) => prefix + word.trim()) : [prefix],
      );
    };
    expect(named('Stripe').toSorted()).toEqual([...STRIPE_EVENTS].toSorted());
    expect(named('PayPal').toSorted()).toEqual([...PAYPAL_EVENTS].toSorted());
  });
});
