import { randomUUID } from 'node:crypto';
import { takings } from '../support/books.js';
import type { Answer, Client } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { watch, type Watch } from '../support/watch.js';
import { paidBy, World } from '../support/world.js';

const ORDERS = size({ short: 4, full: 200 });
const CANCELS = 50;
/** So many together ask for far more than there is. */
const REFUNDS = 12;
const SAMPLE_MS = 20;

/** Refunds that were not in vain, above what was captured. At any moment. */
const TOO_MUCH = `
  select a.id, a.captured_minor, sum(r.amount_minor) as refunded
  from payment_attempts a join refunds r on r.attempt_id = a.id and r.status in ('pending', 'succeeded')
  group by a.id having sum(r.amount_minor) > a.captured_minor`;

describe(seeded('G6: no more goes back than came, and two cancels are one refund'), () => {
  let world: World;
  let admin: Client;
  let refundsWatch: Watch;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
    refundsWatch = watch(world, [TOO_MUCH], SAMPLE_MS);
  });
  afterAll(() => world.stop());
  afterEach(() => world.gateway.clearFaults());

  /** An order of two products, three units of each, that is paid. */
  async function paidOrder(customer: Client): Promise<{ orderId: string; items: object[]; paid: number }> {
    const [one, other] = [await world.product(3), await world.product(3, 1999)];
    const items = [one, other].map((productId) => ({ productId, quantity: 3 }));
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa', { items }), {
      key: randomUUID(),
    });
    expect(placed.status).toBe(201);
    return { orderId: placed.body.orderId, items, paid: Math.round(placed.body.grandTotal * 100) };
  }

  const paidOrders = async (count: number) =>
    Promise.all(
      (await world.guests(count)).map(async (customer) => ({ customer, ...(await paidOrder(customer)) })),
    );
  const refundRows = async (orderId: string) =>
    (
      await world.db.query(
        `select r.status, r.amount_minor from refunds r join orders o on o.id = r.order_id where o.number = $1`,
        [orderId],
      )
    ).rows as { status: string; amount_minor: number }[];
  const givenBack = async (orderId: string) =>
    (await takings(world)).find(({ orderNumber }) => orderNumber === orderId)!.refundedMinor;

  it(
    `${CANCELS} cancels of an order at once, by its customer and by admins, are one refund of all of it`,
    async () => {
      const dice = new Dice('cancels');
      for (const { customer, orderId, paid } of await paidOrders(ORDERS)) {
        const keys = [randomUUID(), randomUUID(), undefined];
        // Every third refund gets no answer from the gateway at first.
        if (dice.happens(0.3))
          await world.gateway.fault({ operation: 'refunds.create', mode: 'reset_after' });
        const cancels = Array.from({ length: CANCELS }, () => {
          const key = dice.pick(keys);
          return dice
            .pick([customer, customer, admin])
            .post(`/orders/${orderId}/cancel`, {}, key ? { key } : {});
        });
        const answers = await Promise.all(cancels);

        const told = answers.filter(({ status }) => status === 200);
        expect(told.length).toBeGreaterThan(0);
        // Two requests with one key at once: the second is told to wait.
        const others = answers.filter(({ status }) => status !== 200);
        expect(others.filter(({ body }) => body.code !== 'request_in_progress')).toEqual([]);
        expect(new Set(told.map(({ body }) => body.refundId)).size).toBe(1);
        await rest(world);
        expect(await refundRows(orderId)).toEqual([{ status: 'succeeded', amount_minor: paid }]);
        expect(await world.gateway.refundsOf(orderId)).toHaveLength(1);
      }
    },
    LIMIT_MS,
  );

  /** A refund of a part, by amount or by units, as admins ask for it. */
  function partOf(dice: Dice, paid: number, items: readonly object[]): object {
    if (dice.happens(0.5)) return { amount: (1 + dice.below(paid)) / 100 };
    return { lines: [{ ...dice.pick(items), quantity: 1 + dice.below(3) }] };
  }

  const sumOf = (rows: readonly { amount_minor: number }[]) =>
    rows.reduce((sum, { amount_minor: amount }) => sum + amount, 0);

  it.each([
    ['are given while they fit, and refused when they do not', false],
    ['beside a cancel come to exactly what was paid', true],
  ])(
    `${REFUNDS} refunds of parts at once %s`,
    async (_, isCancelled) => {
      const dice = new Dice('refunds', String(isCancelled));
      for (const { orderId, items, paid } of await paidOrders(ORDERS)) {
        const asked = Array.from({ length: REFUNDS }, () => partOf(dice, paid, items));
        const refund = (part: object): Promise<Answer> =>
          admin.post(
            `/orders/${orderId}/refunds`,
            { ...part, reason: 'Arrived damaged' },
            { key: randomUUID() },
          );
        const refunds = asked.map(refund);
        if (isCancelled) await admin.post(`/orders/${orderId}/cancel`);
        const answers = await Promise.all(refunds);

        expect(answers.filter(({ status }) => ![200, 400, 409].includes(status))).toEqual([]);
        await rest(world);
        const rows = await refundRows(orderId);
        expect(rows.filter(({ status }) => status !== 'succeeded')).toEqual([]);
        expect(await givenBack(orderId)).toBe(sumOf(rows));
        const accepted = answers.filter(({ status }) => status === 200).length;
        expect(isCancelled ? sumOf(rows) : rows.length).toBe(isCancelled ? paid : accepted);
      }
    },
    LIMIT_MS,
  );

  it(
    'everything adds up, and refunds were within what was captured at every moment',
    async () => {
      const { looks, broken } = await refundsWatch.stop();
      expect(broken).toEqual([]);
      expect(looks).toBeGreaterThan(10);
      await expectInvariants(world);
    },
    LIMIT_MS,
  );
});
