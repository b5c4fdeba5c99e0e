import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { paidBy, World } from '../support/world.js';

const ORDERS = size({ short: 40, full: 500 });
const BUYERS = 4;
/** How long nobody listens; in the short run an hour's tries are written into the rows instead. */
const DOWN_MS = size({ short: 0, full: 60 * 60_000 });
const BACK_WITHIN_MS = 5 * 60_000;
/** pg-boss spreads a pause by up to its own length. */
const LONGEST_PAUSE_SECONDS = 240;

/** Jobs of mails that could not be sent. */
const WAITING = `name = 'handler.mail-order-confirmed' and state = 'retry'`;

describe('G14: without a mail server shopping goes on, and what is to be told is told when it is back', () => {
  let world: World;
  let productId: string;
  beforeAll(async () => {
    world = await World.start();
    productId = await world.product(10 * ORDERS);
  });
  afterAll(() => world.stop());

  /** Places orders, and tells how long the slowest of twenty took, in ms. */
  async function buy(orders: number): Promise<number> {
    const guests = await world.guests(BUYERS);
    const times: number[] = [];
    await Promise.all(
      guests.map(async (guest, buyer) => {
        for (let order = buyer; order < orders; order += BUYERS) {
          const startedAt = performance.now();
          const body = paidBy('pm_card_visa', { items: [{ productId, quantity: 1 }] });
          const { status } = await guest.post('/orders/create', body, { key: crypto.randomUUID() });
          times.push(performance.now() - startedAt);
          expect(status).toBe(201);
        }
      }),
    );
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
  }

  const countOf = async (question: string): Promise<number> =>
    (await world.db.query(`select count(*)::int as n from ${question}`)).rows[0].n;

  const allSent = (orders: number, withinMs = LIMIT_MS) =>
    eventually(async () => (await countOf(`mails where status = 'sent'`)) === orders, { withinMs });

  it(
    `${ORDERS} orders are confirmed while it is down, and their mails are out within five minutes after`,
    async () => {
      await buy(ORDERS);
      const before = await buy(ORDERS);
      await allSent(2 * ORDERS);
      await world.mail.goDown();
      const during = await buy(ORDERS);
      console.log(
        `checkout, p95: ${before.toFixed(0)} ms with a mail server, ${during.toFixed(0)} ms without`,
      );
      // A busy machine doubles a time; to wait for a mail would be seconds.
      expect(during).toBeLessThan(3 * before + 500);

      await sleep(DOWN_MS);
      // As after an hour: each has been tried 40 times, and is tried once more.
      await eventually(
        async () => {
          await world.db.query(
            `update pgboss.job set retry_count = 40, start_after = now() where ${WAITING} and retry_count < 40`,
          );
          return (await countOf(`pgboss.job where ${WAITING} and retry_count > 40`)) === ORDERS;
        },
        { withinMs: LIMIT_MS },
      );
      expect(await countOf(`mails where status = 'failed'`)).toBe(0);
      const { rows } = await world.db.query(
        `select extract(epoch from max(start_after) - now())::int as seconds from pgboss.job where ${WAITING}`,
      );
      expect(rows[0].seconds).toBeLessThan(LONGEST_PAUSE_SECONDS);

      await world.mail.comeBack();
      if (DOWN_MS === 0) await world.db.query(`update pgboss.job set start_after = now() where ${WAITING}`);
      await allSent(3 * ORDERS, size({ short: LIMIT_MS, full: BACK_WITHIN_MS }));
    },
    DOWN_MS + BACK_WITHIN_MS + 4 * LIMIT_MS,
  );

  it('and everything adds up', () => expectInvariants(world), LIMIT_MS);
});
