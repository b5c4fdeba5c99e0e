import { randomUUID } from 'node:crypto';
import { disguises } from '../support/canaries.js';
import { encryptedCard, encryptedPaymentData } from '../support/card.js';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Fault, JournalEntry } from '../support/gateway.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { tablesOf } from '../support/leak-places.js';
import { LeakSearch } from '../support/leak-search.js';
import { fillCart, paidBy, World } from '../support/world.js';

const NUMBER = '4242424242424242';

describe('G17 a cvv does not outlive its call, and no retry needs it', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      settings: { GATEWAY_CALL_SECONDS: '1', ATTEMPT_DEADLINE_SECONDS: '2', MAX_PENDING_ORDERS: '50' },
    });
  });
  afterAll(async () => {
    await expectInvariants(world);
    await world.stop();
  });

  afterEach(async () => {
    // A test that failed half way must not take the others with it.
    if (world.api.process.signalCode) await world.restartApi();
    if (world.tokeniser.process.signalCode) await world.restartTokeniser();
    await world.gateway.clearFaults();
  });

  const requests = (): Promise<JournalEntry[]> => world.gateway.journal('request');
  const isTokenising = ({ operation }: JournalEntry) => operation === 'payment_methods.create';
  /** The card data as they travel: if these are kept, so is what opens them, and the cvv with it. */
  const cipherOf = (jwe: string): string => jwe.split('.')[3]!.slice(0, 24);

  interface Interrupted {
    readonly productId: string;
    readonly ciphers: readonly string[];
    readonly repeat: () => Promise<Answer<{ orderId: string }>>;
    /** The end of the gateway's journal when the api was gone. */
    readonly from: number;
  }

  /** Kills the api while the gateway hangs over a payment. */
  async function killAt(
    fault: Fault,
    detailsOf: (customer: Client) => Promise<object>,
  ): Promise<Interrupted> {
    const [customer, productId] = await Promise.all([world.guest(), world.product(3)]);
    await fillCart(customer, productId);
    const paymentDetails = await detailsOf(customer);
    const jwes = Object.values(paymentDetails).filter((value: string) => value.includes('.'));
    const key = randomUUID();
    const send = () => customer.post('/orders/create', { ...paidBy(''), paymentDetails }, { key });
    await world.gateway.fault(fault);
    const before = (await requests()).length;
    const sending = send().catch(() => undefined);
    await eventually(async () => (await requests()).slice(before).some(({ status }) => status === 'hang'));
    await world.api.kill();
    await sending;
    await world.gateway.clearFaults();
    return { productId, ciphers: jwes.map(cipherOf), repeat: send, from: (await requests()).length };
  }

  const FORMS = {
    'one envelope': async (customer: Client) => ({
      encryptedPaymentData: await encryptedPaymentData(customer, NUMBER),
    }),
    'two fields': (customer: Client) => encryptedCard(customer, NUMBER),
  };
  const at = (operation: string, mode: Fault['mode']): Fault => ({ operation, mode });
  const MOMENTS: readonly (readonly [string, Fault, 'pending' | 'confirmed'])[] = [
    ['when the card is open', at('payment_methods.create', 'hang_before'), 'pending'],
    ['when the gateway has the card', at('payment_methods.create', 'hang_after'), 'pending'],
    ['before there is an intent', at('payment_intents.create', 'hang_before'), 'pending'],
    ['when there is one, unheard of', at('payment_intents.create', 'hang_after'), 'pending'],
    ['before it is confirmed', at('payment_intents.confirm', 'hang_before'), 'pending'],
    ['when it is confirmed, unheard of', at('payment_intents.confirm', 'hang_after'), 'confirmed'],
  ];
  const cases = MOMENTS.flatMap(([moment, fault, end], index) => {
    const [form, detailsOf] = Object.entries(FORMS)[index % 2]!;
    return [[`${moment} (${form})`, fault, detailsOf, end] as const];
  });

  it.each(cases)(
    'an api that dies %s keeps nothing of it: the gateway is asked, and no card is sent again',
    async (_, fault, detailsOf, end) => {
      const { productId, ciphers, repeat, from } = await killAt(fault, detailsOf);
      const search = new LeakSearch(new Map(ciphers.flatMap((cipher) => [...disguises(cipher)])));
      expect(search.in(await tablesOf(world)(search.overlap))).toEqual([]);

      await world.restartApi();
      await rest(world);
      const [order] = await world.ordersOf(productId);
      expect(order!.status).toBe(end);
      // The client comes again with the same card: it is told what became of the first call.
      await world.db.query('update idempotency_keys set takeover_at = now() where status is null');
      const repeated = await repeat();
      expect(repeated.body.orderId).toBe(order!.number);
      expect(repeated.status === 201).toBe(end === 'confirmed');

      expect(await world.attemptsOf(order!.number)).toHaveLength(1);
      expect((await requests()).slice(from).filter(isTokenising)).toEqual([]);
      expect(await world.gateway.chargesOf(order!.number)).toHaveLength(end === 'confirmed' ? 1 : 0);
      expect(search.in(await tablesOf(world)(search.overlap))).toEqual([]);
    },
  );

  it('all of it without anybody left who could open a card', async () => {
    const charged = await killAt(at('payment_intents.confirm', 'hang_after'), FORMS['one envelope']);
    await world.tokeniser.kill();
    await world.restartApi();
    await rest(world);
    const [order] = await world.ordersOf(charged.productId);
    expect(order!.status).toBe('confirmed');
    await world.db.query('update idempotency_keys set takeover_at = now() where status is null');
    const repeated = await charged.repeat();
    expect([repeated.status, repeated.body.orderId]).toEqual([201, order!.number]);
  });
});
