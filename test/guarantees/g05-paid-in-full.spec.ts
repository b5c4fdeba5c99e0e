import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { matchBooks } from '../support/match-books.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

/** What a customer would like to pay. */
const WISHES = [0, 0.01, 1, -74.78, 7477, '0.01', null, 1e-9, Number.MAX_SAFE_INTEGER] as const;
/** Where they would like to write it: every name that this or another API has for money. */
const MONEY_FIELDS = [
  'amount',
  'amountMinor',
  'amount_minor',
  'total',
  'totalMinor',
  'grandTotal',
  'grand_total_minor',
  'price',
  'subtotal',
  'tax',
  'shippingCost',
  'discount',
] as const;
const PAYS = paidBy('pm_card_visa');

type Body = Readonly<Record<string, unknown>>;

describe(seeded('G5: a paid order has a payment of its own amount and currency'), () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  const expectPaidInFull = async () => expect(await matchBooks(world)).toEqual({ orphans: [], unpaid: [] });
  const create = (customer: Client, body: Body) =>
    customer.post('/orders/create', body, { key: randomUUID(), offContract: true });
  const process = (customer: Client, body: Body) =>
    customer.post('/payment/process', body, { offContract: true });

  /** A body into which an amount, or a currency, was smuggled somewhere. */
  function smuggled(dice: Dice, body: Body): Body {
    const smuggling = dice.happens(0.2)
      ? { currency: dice.pick(['JPY', 'KWD', 'usd']) }
      : { [dice.pick(MONEY_FIELDS)]: dice.pick(WISHES) };
    const places = Object.keys(body).filter((field) => typeof body[field] === 'object');
    const place = dice.happens(0.6) ? undefined : dice.pick(places);
    if (place === undefined) return { ...body, ...smuggling };
    const inside = body[place];
    const changed = Array.isArray(inside)
      ? inside.map((each: object) => ({ ...each, ...smuggling }))
      : { ...(inside as object), ...smuggling };
    return { ...body, [place]: changed };
  }

  it(
    'whatever amounts, prices and currencies a customer writes into the request',
    async () => {
      const productId = await world.product(10_000);
      const customers = await world.guests(size({ short: 10, full: 200 }));
      const tries = size({ short: 6, full: 20 });
      const answers = await Promise.all(
        customers.map(async (customer, index) => {
          const dice = new Dice('smuggler', index);
          const given: Answer[] = [];
          const body = { ...PAYS, items: [{ productId, quantity: 1 }] };
          for (let nth = 0; nth < tries; nth++) {
            given.push(await create(customer, smuggled(dice, body)));
            const { orderId } = (await create(customer, { shippingAddress: ADDRESS, items: body.items }))
              .body;
            const paying = { orderId, paymentDetails: body.paymentDetails };
            given.push(await process(customer, smuggled(dice, paying)));
            given.push(await process(customer, paying));
          }
          return given;
        }),
      );
      await expectPaidInFull();
      // Honest requests were paid all the while, so there was something to compare.
      expect(answers.flat().filter(({ status }) => status >= 500)).toEqual([]);
      const paid = answers.flat().filter(({ status }) => status === 200);
      expect(paid.length).toBeGreaterThanOrEqual(customers.length * tries);
    },
    LIMIT_MS,
  );

  it('no name for money in a request that pays buys anything for less', async () => {
    const productId = await world.product(100);
    for (const field of MONEY_FIELDS) {
      const customer = await world.guest();
      const items = [{ productId, quantity: 1 }];
      const { orderId } = (await create(customer, { shippingAddress: ADDRESS, items })).body;
      await create(customer, { ...PAYS, items, [field]: 0.01 });
      await process(customer, { orderId, paymentDetails: PAYS.paymentDetails, [field]: 0.01 });
    }
    await expectPaidInFull();
  });

  it(
    'while prices change under the carts that are being paid',
    async () => {
      const productId = await world.product(10_000);
      const customers = await world.guests(size({ short: 10, full: 100 }));
      const dice = new Dice('prices');
      const over = new AbortController();
      const changing = (async () => {
        while (!over.signal.aborted) {
          await world.db.query('update products set price_minor = $2 where id = $1', [
            productId,
            1 + dice.below(20_000),
          ]);
        }
      })();
      const buying = customers.map(async (customer) => {
        for (let nth = 0; nth < 5; nth++) {
          await fillCart(customer, productId);
          expect((await customer.post('/orders/create', PAYS)).status).toBe(201);
        }
      });
      await Promise.allSettled(buying).finally(() => over.abort());
      await changing;
      await Promise.all(buying);
      await expectPaidInFull();
    },
    LIMIT_MS,
  );

  it.each([
    ['amount', { amount_received: 1 }],
    ['currency', { currency: 'jpy' }],
  ])('a gateway that has taken another %s pays no order: a person is asked', async (_, lie) => {
    const customer = await world.guest();
    const productId = await world.product(3);
    await fillCart(customer, productId);
    await world.gateway.fault({ operation: 'payment_intents.create', mode: 'delay', delayMs: 300 });
    const creating = customer.post('/orders/create', PAYS);
    const { number } = await eventually(async () => (await world.ordersOf(productId))[0]);
    const [attempt] = await world.attemptsOf(number);
    await world.gateway.fault({
      operation: 'payment_intents.confirm',
      mode: 'status',
      status: 200,
      body: JSON.stringify({ ...takenFrom(attempt!.id), ...lie }),
    });

    const answer = await creating;

    expect([answer.status, answer.body.outcome]).toEqual([500, 'unknown']);
    expect(await world.ordersOf(productId)).toMatchObject([{ status: 'pending', payment_status: 'unknown' }]);
    const { rows } = await world.db.query('select kind from interventions where subject_id = $1', [
      attempt!.id,
    ]);
    expect(rows).toEqual([{ kind: 'payment_mismatch' }]);
    await expectPaidInFull();
  });

  it('everything adds up', () => expectInvariants(world), LIMIT_MS);
});

/** A payment of the usual 74.78 USD, as the gateway tells it when all is well. */
const takenFrom = (attemptId: string) => ({
  id: `pi_${randomUUID().replaceAll('-', '')}`,
  object: 'payment_intent',
  status: 'succeeded',
  amount: 7478,
  amount_received: 7478,
  currency: 'usd',
  metadata: { attempt_id: attemptId },
  latest_charge: { id: 'ch_1', object: 'charge', balance_transaction: 'txn_1' },
});
