import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCheck } from '../../src/app/verify/run-check.js';
import { eventChecks } from '../../src/orders/checks/event-checks.js';
import { parcelChecks } from '../../src/orders/checks/parcel-checks.js';
import { orderStates } from '../../src/orders/domain/order-states.js';
import { keptByOrder } from '../support/books.js';
import { CARRIER_WEBHOOK_SECRETS, delivered, fromCarrier } from '../support/carriers.js';
import type { Client } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { eventuallyNone } from '../support/eventually.js';
import { expectInvariants, rest } from '../support/invariants.js';
import { answerChallenge } from '../support/outside.js';
import { orderRows } from '../support/rows.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { watch, type Watch } from '../support/watch.js';
import { deliver, eventAbout } from '../support/webhooks.js';
import { paidBy, World } from '../support/world.js';

const STORIES = size({ short: 6, full: 400 });
/** Orders whose news come at the same time. */
const TOGETHER = 3;
const UNITS = 4;
const PARCELS = [1, 2, 1] as const;
/** Far more than a story needs: one that goes on is one whose news are never taken. */
const TURNS_MAX = 400;
/** Whatever a gateway may say of a payment that has succeeded; what is true is asked. */
const PAYMENT_NEWS = ['created', 'requires_action', 'processing', 'payment_failed', 'canceled', 'succeeded'];

/** One piece of news. It comes several times; whoever sends it sends it again until it is taken. */
interface News {
  readonly what: string;
  readonly tell: () => Promise<{ readonly status: number; readonly text: string }>;
}

interface Story {
  readonly orderId: string;
  readonly news: readonly News[];
}

describe(
  seeded('G10: whatever the order and the number of its news, an order moves along the table once'),
  () => {
    let world: World;
    let admin: Client;
    let statusWatch: Watch;
    beforeAll(async () => {
      // Nobody but the news settles: neither the gateway's own webhooks nor the reconciler.
      world = await World.start({
        settings: { CARRIER_WEBHOOK_SECRETS, ATTEMPT_DEADLINE_SECONDS: '3000', MAX_PENDING_ORDERS: '1000' },
      });
      admin = await world.admin();
      await world.gateway.webhooks('pause');
      const always = [...eventChecks, ...parcelChecks].map((check) => async () => [
        ...(await runCheck(world.db, check, { cutoff: new Date() })).breaks,
      ]);
      statusWatch = watch(world, always, 100);
    });
    afterAll(() => world.stop());

    /** An order whose customer has just passed the bank's question; nobody has told the shop. */
    async function paidElsewhere(): Promise<{ orderId: string; productId: string; intentId: string }> {
      const [customer, productId] = await Promise.all([world.guest(), world.product(UNITS)]);
      const items = [{ productId, quantity: UNITS }];
      const card = paidBy('pm_card_threeDSecure2Required', { items });
      const { body } = await customer.post('/orders/create', card, { key: randomUUID() });
      await answerChallenge({ challengeUrl: body.nextAction.url });
      const [attempt] = await world.attemptsOf(body.orderId);
      return { orderId: body.orderId, productId, intentId: attempt!.intent_id! };
    }

    async function story(): Promise<Story> {
      const { orderId, productId, intentId } = await paidElsewhere();
      const payment = PAYMENT_NEWS.map((type): News => {
        const { payload } = eventAbout({ object: 'payment_intent', id: intentId }, `payment_intent.${type}`);
        return { what: type, tell: () => deliver(world, payload) };
      });
      const parcels = PARCELS.flatMap((quantity, index): News[] => {
        const trackingNumber = `${orderId}/${index}`;
        const parcel = { carrier: 'DHL', trackingNumber, items: [{ productId, quantity }] };
        const id = randomUUID();
        return [
          { what: `ship ${index}`, tell: () => admin.post(`/orders/${orderId}/ship`, parcel) },
          { what: `deliver ${index}`, tell: () => fromCarrier(world, delivered(trackingNumber), { id }) },
        ];
      });
      const prepare = { what: 'prepare', tell: () => admin.post(`/orders/${orderId}/prepare`) };
      return { orderId, news: [...payment, prepare, ...parcels] };
    }

    const cancelled = (orderId: string): News => ({
      what: 'cancel',
      tell: () => admin.post(`/orders/${orderId}/cancel`, { reason: 'The news say so' }),
    });

    /** Everything arrives, shuffled and more than once, some of it at once; until all is taken, or `ends` is. */
    async function arrive(news: readonly News[], dice: Dice, ends?: string): Promise<void> {
      const queue = dice.shuffled(
        news.flatMap((each) => Array.from({ length: 1 + dice.below(3) }, () => each)),
      );
      const taken = new Set<string>();
      for (let turn = 0; queue.length > 0; turn++) {
        if (turn === TURNS_MAX) throw new Error(`never taken: ${queue.map(({ what }) => what).join(', ')}`);
        const now = queue.splice(0, 1 + dice.below(3));
        const answers = await Promise.all(now.map(({ tell }) => tell()));
        for (const [index, { status, text }] of answers.entries()) {
          if (status >= 500) throw new Error(`${now[index]!.what}: ${text}`);
          if (status < 300) taken.add(now[index]!.what);
        }
        const again = now.filter(({ what }) => !taken.has(what) && !(ends && taken.has(ends)));
        for (const each of again) queue.splice(dice.below(queue.length + 1), 0, each);
        // Nothing was taken: it waits for the worker, which applies what the gateway has told.
        if (again.length === now.length) await sleep(50);
      }
    }

    const applied = () =>
      eventuallyNone(
        async () =>
          (await world.db.query('select event_id from stored_webhooks where applied_at is null')).rows,
      );

    const tellAll = async (news: readonly News[], dice: Dice): Promise<void> => {
      for (const { what, tell } of dice.shuffled([...news, ...news])) {
        const { status, text } = await tell();
        if (status >= 500) throw new Error(`${what}: ${text}`);
      }
      await applied();
    };

    /** The statuses of the timeline; each move is held against the table and to the one before it. */
    async function movesOf(orderId: string): Promise<string[]> {
      const { timeline } = (await admin.get(`/orders/${orderId}`)).body as {
        timeline: { from: string | null; to: string | null }[];
      };
      const moves = timeline.filter(({ to }) => to !== null);
      expect(moves.map(({ from }) => from)).toEqual([null, ...moves.slice(0, -1).map(({ to }) => to)]);
      for (const { from, to } of moves.slice(1))
        expect(orderStates.moves).toContainEqual(expect.objectContaining({ from, to }));
      return moves.map(({ to }) => to!);
    }

    const inBatches = async (act: (number: number) => Promise<void>): Promise<void> => {
      for (let done = 0; done < STORIES; done += TOGETHER)
        await Promise.all(
          Array.from({ length: Math.min(TOGETHER, STORIES - done) }, (_, index) => act(done + index)),
        );
    };

    it(
      'every arrangement of the same news ends the same, and what comes late changes nothing',
      () =>
        inBatches(async (number) => {
          const dice = new Dice('arrangement', number);
          const { orderId, news } = await story();
          await arrive(news, dice);
          await applied();

          expect(await movesOf(orderId)).toEqual([
            'pending',
            'confirmed',
            'processing',
            'shipped',
            'delivered',
          ]);
          const { body } = await admin.get(`/orders/${orderId}`);
          expect(body).toMatchObject({ status: 'delivered', paymentStatus: 'paid' });
          expect(body.tracking.map((parcel: { status: string }) => parcel.status)).toEqual(
            PARCELS.map(() => 'delivered'),
          );
          expect(await world.gateway.chargesOf(orderId)).toHaveLength(1);
          const end = await orderRows(world, orderId);
          await tellAll(news, dice);
          expect(await orderRows(world, orderId)).toEqual(end);
        }),
      LIMIT_MS,
    );

    it(
      'a cancellation that comes in between is the end, whatever follows it',
      () =>
        inBatches(async (number) => {
          const dice = new Dice('cancelled', number);
          const { orderId, news } = await story();
          await arrive([...news, cancelled(orderId)], dice, 'cancel');
          await applied();

          const moves = await movesOf(orderId);
          expect(moves.filter((to) => to === 'cancelled')).toEqual(['cancelled']);
          expect(moves.at(-1)).toBe('cancelled');
          await tellAll([...news, cancelled(orderId)], dice);
          expect(await movesOf(orderId)).toEqual(moves);
          await rest(world);
          expect((await keptByOrder(world)).get(orderId) ?? []).toEqual([]);
        }),
      LIMIT_MS,
    );

    it('at no moment was a status other than its timeline and its parcels say', async () => {
      const { looks, broken } = await statusWatch.stop();
      expect(looks).toBeGreaterThan(5);
      expect(broken).toEqual([]);
    });

    it(
      'leaves everything adding up',
      async () => {
        await world.gateway.webhooks('resume');
        await expectInvariants(world);
      },
      LIMIT_MS,
    );
  },
);
