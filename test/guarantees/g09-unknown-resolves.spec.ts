import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { paidBy, World } from '../support/world.js';

/** Payments whose outcome nobody knows when the gateway comes back. */
const UNKNOWN = size({ short: 100, full: 1_000 });
/** A thousand within a minute; a few need a moment too. */
const CLEARED_WITHIN_MS = Math.max(15_000, UNKNOWN * 60);
const BUYERS = 8;

describe('G9: an unknown outcome is resolved once the gateway is back, or becomes a person’s', () => {
  let world: World;
  let productId: string;
  beforeAll(async () => {
    world = await World.start({
      settings: {
        GATEWAY_CALL_SECONDS: '1',
        ATTEMPT_DEADLINE_SECONDS: '2',
        GATEWAY_BREAKER_FAILURES: '100000',
        GATEWAY_BREAKER_SECONDS: '0.2',
        MAX_PENDING_ORDERS: '100000',
      },
    });
    productId = await world.product(5 * UNKNOWN);
  });
  afterAll(() => world.stop());

  const countOf = async (status: string): Promise<number> =>
    (await world.db.query('select count(*)::int as n from payment_attempts where status = $1', [status]))
      .rows[0].n;

  /** Charged, and the answers are lost: neither the confirm nor the question after it is heard. */
  async function loseTheAnswers(): Promise<void> {
    await world.gateway.fault({
      operation: 'payment_intents.confirm',
      mode: 'status_after',
      status: 500,
      times: null,
    });
    await world.gateway.fault({
      operation: 'payment_intents.retrieve',
      mode: 'status',
      status: 503,
      times: null,
    });
  }

  async function buy(orders: number): Promise<void> {
    const guests = await world.guests(BUYERS);
    await Promise.all(
      guests.map(async (guest, index) => {
        for (let order = index; order < orders; order += BUYERS) {
          const key = crypto.randomUUID();
          const body = paidBy('pm_card_visa', { items: [{ productId, quantity: 1 }] });
          const { status } = await guest.post('/orders/create', body, { key });
          expect(status).toBe(500);
        }
      }),
    );
  }

  it(
    `${UNKNOWN} of them are known soon after it is back, however long the next look was put off`,
    async () => {
      await loseTheAnswers();
      await buy(UNKNOWN);
      expect(await countOf('unknown')).toBe(UNKNOWN);
      await world.gateway.kill();
      // The reconciler has met the silence, and every look is minutes away by now.
      await eventually(
        async () =>
          (await world.db.query('select max(checks) > 0 as met from payment_attempts')).rows[0].met === true,
      );
      await world.db.query(
        `update payment_attempts set next_check_at = now() + interval '5 minutes', checks = 9 where status = 'unknown'`,
      );
      expect(await countOf('unknown')).toBe(UNKNOWN);
      expect((await world.stockOf(productId)).held).toBe(UNKNOWN);

      await world.gateway.comeBack();
      await world.gateway.clearFaults();
      const startedAt = performance.now();
      await eventually(async () => (await countOf('unknown')) === 0, { withinMs: CLEARED_WITHIN_MS });
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(
        `${UNKNOWN} unknown payments cleared in ${seconds.toFixed(1)} s: ${(UNKNOWN / seconds).toFixed(0)}/s`,
      );
      expect(await countOf('succeeded')).toBe(UNKNOWN);
      expect((await world.stockOf(productId)).held).toBe(0);
    },
    LIMIT_MS + CLEARED_WITHIN_MS,
  );

  it('after a day a person is asked, once', async () => {
    await loseTheAnswers();
    await buy(1);
    await world.db.query(
      `update payment_attempts set deadline_at = now() - interval '25 hours', next_check_at = now() where status = 'unknown'`,
    );
    const asked = async (): Promise<number> =>
      (await world.db.query(`select count(*)::int as n from interventions where kind = 'payment_unresolved'`))
        .rows[0].n;
    await eventually(async () => (await asked()) === 1);
    const checksOf = async (): Promise<number> =>
      (await world.db.query(`select checks from payment_attempts where status = 'unknown'`)).rows[0].checks;
    const before = await checksOf();
    await eventually(async () => {
      await world.db.query(`update payment_attempts set next_check_at = now() where status = 'unknown'`);
      return (await checksOf()) > before + 1;
    });
    expect(await asked()).toBe(1);
    await world.gateway.clearFaults();
    await eventually(async () => (await countOf('unknown')) === 0);
  });

  it('and everything adds up', () => expectInvariants(world), LIMIT_MS);
});
