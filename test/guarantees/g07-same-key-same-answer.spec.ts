import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/client.js';
import { Dice, seeded } from '../support/dice.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { arrange, isReplayed, type Mutation, MUTATIONS_OF_THE_CONTRACT } from '../support/mutations.js';
import { writingNothing } from '../support/rows.js';
import { LIMIT_MS, size } from '../support/sizes.js';
import { World } from '../support/world.js';

const KEYS = size({ short: 24, full: 500 });
const AT_ONCE = 20;
const AFTER_A_RESTART = 3;
/** Keys that are under way together. */
const KEYS_AT_ONCE = 5;
/** Keys whose process is killed while they run. */
const KILLED = size({ short: 10, full: 100 });
const KILL_WITHIN_MS = 120;

/** A payment that is cut off may end without money: what its repeat then says is told elsewhere. */
const PAYS = new Set(['createOrder', 'processPayment']);

interface Key {
  readonly mutation: Mutation;
  readonly key: string;
  readonly send: Awaited<ReturnType<typeof arrange>>['send'];
  readonly effect: () => Promise<unknown>;
}

describe(seeded('G7: the same key is the same answer and one effect'), () => {
  let world: World;
  /** What each change comes to when it is made once. */
  const once = new Map<string, unknown>();
  const answered: (Key & { readonly text: string })[] = [];
  beforeAll(async () => {
    world = await World.start({ settings: { ACCESS_TOKEN_SECONDS: '36000' } });
    for (const mutation of MUTATIONS_OF_THE_CONTRACT) {
      const { send, effect } = await arrange(world, mutation);
      const before = await effect();
      await send(randomUUID());
      const after = await effect();
      if (isSame(after, before)) throw new Error(`${mutation.id} has no effect to be seen`);
      once.set(mutation.id, after);
    }
  }, LIMIT_MS);
  afterAll(() => world.stop());

  const newKey = async (mutation: Mutation, key: string = randomUUID()): Promise<Key> => ({
    ...(await arrange(world, mutation)),
    mutation,
    key,
  });
  /** As many as asked for, every change among them, a few at a time. */
  async function inGroups(count: number, of: readonly Mutation[], act: (keys: Key[]) => Promise<void>) {
    for (let from = 0; from < count; from += KEYS_AT_ONCE) {
      const places = Array.from({ length: Math.min(KEYS_AT_ONCE, count - from) }, (_, index) => from + index);
      await act(await Promise.all(places.map((place) => newKey(of[place % of.length]!))));
    }
  }
  const expectOneEffect = async ({ mutation, effect }: Key) =>
    expect({ change: mutation.id, effect: await effect() }).toEqual({
      change: mutation.id,
      effect: once.get(mutation.id),
    });

  /** One of the answers is the first; those that are none yet say that it is on its way. */
  function expectOneAnswer(answers: readonly Answer<{ code?: string }>[]): string {
    const done = answers.filter(({ status }) => status < 300);
    const others = answers.filter(({ status }) => status >= 300);
    expect(
      others.filter(({ status, body }) => status !== 409 || body.code !== 'request_in_progress'),
    ).toEqual([]);
    expect(done.filter((answer) => !isReplayed(answer))).toHaveLength(1);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    return done[0]!.text;
  }

  it(
    `${KEYS} keys, each ${AT_ONCE} times at once, and another caller’s same key beside them`,
    async () => {
      const dice = new Dice('keys');
      await inGroups(KEYS, MUTATIONS_OF_THE_CONTRACT, async (keys) => {
        const twins = await Promise.all(
          keys.filter(() => dice.happens(0.3)).map(({ mutation, key }) => newKey(mutation, key)),
        );
        // An admin has one identity for all orders: their same key is no other caller's.
        const strangers = twins.filter(({ mutation }) => !Object.hasOwn(mutation.operation.responses, '403'));
        const [answers, theirs] = await Promise.all([
          Promise.all(
            keys.map(({ send, key }) => Promise.all(Array.from({ length: AT_ONCE }, () => send(key)))),
          ),
          Promise.all(strangers.map(({ send, key }) => send(key))),
        ]);
        expect(theirs.filter((answer) => answer.status >= 300 || isReplayed(answer))).toEqual([]);
        for (const [index, each] of answers.entries())
          answered.push({ ...keys[index]!, text: expectOneAnswer(each) });
        for (const key of [...keys, ...strangers]) await expectOneEffect(key);
      });
      expect(answered).toHaveLength(KEYS);
    },
    LIMIT_MS,
  );

  it(
    `each gets the same bytes ${AFTER_A_RESTART} times more after a restart, and another body is refused`,
    async () => {
      await world.api.kill();
      await world.restartApi();
      for (const { send, key, text } of answered) {
        const told = await writingNothing(world, async () => ({
          repeats: await Promise.all(Array.from({ length: AFTER_A_RESTART }, () => send(key))),
          other: await send(key, { other: true }),
        }));
        expect(told.repeats.filter((answer) => answer.text !== text || !isReplayed(answer))).toEqual([]);
        expect([told.other.status, told.other.body.code]).toEqual([422, 'idempotency_key_reused']);
      }
      for (const key of answered) await expectOneEffect(key);
    },
    LIMIT_MS,
  );

  it(
    `${KILLED} keys whose process is killed while they run have one effect each, once they are repeated`,
    async () => {
      const dice = new Dice('kills');
      const changes = MUTATIONS_OF_THE_CONTRACT.filter(({ id }) => !PAYS.has(id));
      await inGroups(KILLED, changes, async (keys) => {
        const lost = keys.flatMap(({ send, key }) =>
          Array.from({ length: 3 }, () => send(key).catch(() => undefined)),
        );
        await sleep(dice.below(KILL_WITHIN_MS));
        await world.api.kill();
        await Promise.all(lost);
        await world.restartApi();
        await world.db.query('update idempotency_keys set takeover_at = now() where status is null');
        for (const each of keys) {
          const told = await each.send(each.key);
          const replayed = await each.send(each.key);
          expect([told.status < 300, replayed.text, isReplayed(replayed)]).toEqual([true, told.text, true]);
          // What was cut off between a refund's commit and its sending is the worker's.
          await eventually(async () => isSame(await each.effect(), once.get(each.mutation.id))).catch(
            () => undefined,
          );
          await expectOneEffect(each);
        }
      });
    },
    LIMIT_MS,
  );

  it('everything adds up', () => expectInvariants(world), LIMIT_MS);
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
