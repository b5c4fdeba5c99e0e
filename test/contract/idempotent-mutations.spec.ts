import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { eventually } from '../support/eventually.js';
import {
  arrange,
  type Arranged,
  isReplayed,
  MUTATIONS,
  MUTATIONS_OF_THE_CONTRACT,
  type Send,
} from '../support/mutations.js';
import { writingNothing } from '../support/rows.js';
import { World } from '../support/world.js';

/** A secret is told once: an answer is repeated without it. */
const withoutSecret = (text: string): string => text.replace(/"secret":"[^"]+"/, '"secret":null');

describe('every change honours Idempotency-Key', () => {
  let world: World;
  // Every change at once waits for its own connection to the database.
  beforeAll(async () => {
    world = await World.start({ worker: false, settings: { DATABASE_POOL_SIZE: '40' } });
  });
  afterAll(() => world.stop());

  /** Lets the database do something before it takes a row of a claim. */
  async function withTrigger<T>(when: string, statement: string, act: () => Promise<T>): Promise<T> {
    await world.db.query(`
      create function meddle() returns trigger language plpgsql as $$ begin ${statement}; return new; end $$;
      create trigger meddle before insert or update on idempotency_keys
        for each row when (${when}) execute function meddle()`);
    try {
      return await act();
    } finally {
      await world.db.query('drop function meddle() cascade');
    }
  }

  it('and each has its row in the table of this test', () => {
    expect(MUTATIONS_OF_THE_CONTRACT.map(({ id }) => id).toSorted()).toEqual(
      Object.keys(MUTATIONS).toSorted(),
    );
  });

  describe.each(MUTATIONS_OF_THE_CONTRACT.map((mutation) => [mutation.id, mutation] as const))(
    '%s',
    (_, mutation) => {
      it('says so in the contract', () => {
        const { parameters = [], responses } = mutation.operation;
        expect(parameters).toContainEqual(expect.objectContaining({ in: 'header', name: 'Idempotency-Key' }));
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '409', '422']));
      });

      it('is carried out once, and its answer repeated byte for byte', async () => {
        const { send, effect } = await arrange(world, mutation);
        const key = randomUUID();
        const before = await effect();
        const first = await send(key);
        expect([first.status < 300, isReplayed(first)]).toEqual([true, false]);
        const once = await effect();
        expect(once).not.toEqual(before);

        for (let repeat = 0; repeat < 2; repeat++) {
          const replayed = await writingNothing(world, () => send(key));
          expect([replayed.status, replayed.text, isReplayed(replayed)]).toEqual([
            first.status,
            withoutSecret(first.text),
            true,
          ]);
          expect(replayed.headers.get('content-type')).toBe(first.headers.get('content-type'));
        }
        const other = await writingNothing(world, () => send(key, { other: true }));
        expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
        expect(await effect()).toEqual(once);
      });

      it('leaves the key free where the request was malformed, or failed by our fault', async () => {
        const { send, effect, body } = await arrange(world, mutation);
        const key = randomUUID();
        const malformed = body && (await writingNothing(world, () => send(key, { other: true })));
        expect(malformed?.body.code).toBe(body ? 'validation_failed' : undefined);
        const before = await effect();
        const failed = await withTrigger('new.status is null', `raise exception 'no claim today'`, () =>
          writingNothing(world, () => send(key)),
        );
        expect([failed.status, failed.body.code]).toEqual([500, 'internal_error']);
        expect(await effect()).toEqual(before);

        const first = await send(key);
        expect([first.status < 300, isReplayed(first)]).toEqual([true, false]);
        expect((await send(key)).text).toBe(withoutSecret(first.text));
      });
    },
  );

  describe('a process that is killed after the change and before its answer', () => {
    interface Cut {
      readonly send: Send;
      readonly effect: Arranged['effect'];
      readonly key: string;
      readonly before: unknown;
      readonly after: unknown;
    }
    const cuts = new Map<string, Cut>();
    const LOCK = 4711;

    const unanswered = async (): Promise<number> => {
      const { rowCount } = await world.db.query(
        `select from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted`,
      );
      return rowCount ?? 0;
    };

    /** All changes are made at once, and no answer is stored before the process is dead. */
    async function killBeforeAnswers(holding: PoolClient): Promise<void> {
      await holding.query(`select pg_advisory_lock(${LOCK})`);
      const begun = await Promise.all(
        MUTATIONS_OF_THE_CONTRACT.map(async (mutation) => {
          const { send, effect } = await arrange(world, mutation);
          return { id: mutation.id, send, effect, key: randomUUID(), before: await effect() };
        }),
      );
      await withTrigger(
        'new.status is not null',
        `perform pg_advisory_xact_lock_shared(${LOCK})`,
        async () => {
          const lost = begun.map(({ send, key }) => send(key).catch(() => undefined));
          await eventually(async () => (await unanswered()) === begun.length, { withinMs: 20_000 });
          await world.api.kill();
          expect((await Promise.all(lost)).filter(Boolean)).toEqual([]);
          // The database does not notice the death of a client that it makes wait, and would store the answer after all.
          await world.db.query(
            `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted`,
          );
          await eventually(async () => (await unanswered()) === 0);
          await holding.query(`select pg_advisory_unlock(${LOCK})`);
        },
      );
      await world.restartApi();
      for (const { id, ...cut } of begun) cuts.set(id, { ...cut, after: await cut.effect() });
    }

    beforeAll(async () => {
      const holding = await world.db.connect();
      try {
        await killBeforeAnswers(holding);
      } finally {
        holding.release();
      }
    });

    it.each(MUTATIONS_OF_THE_CONTRACT.map(({ id }) => id))(
      '%s: a repeat tells what was done, and does it no more',
      async (id) => {
        const { send, effect, key, before, after } = cuts.get(id)!;
        expect(after).not.toEqual(before);
        const early = await writingNothing(world, () => send(key));
        expect([early.status, early.body.code]).toEqual([409, 'request_in_progress']);

        await world.db.query('update idempotency_keys set takeover_at = now() where key = $1', [key]);
        const told = await send(key);
        expect([told.status < 300, isReplayed(told)]).toEqual([true, false]);
        expect(await effect()).toEqual(after);
        const replayed = await writingNothing(world, () => send(key));
        expect([replayed.text, isReplayed(replayed)]).toEqual([withoutSecret(told.text), true]);
        expect(await effect()).toEqual(after);
      },
    );

    it('and its repeat tells all that the first would have told', async () => {
      const cancel = MUTATIONS_OF_THE_CONTRACT.find(({ id }) => id === 'cancelOrder')!;
      const cut = cuts.get('cancelOrder')!;
      const told = (await cut.send(cut.key)).body;
      const usual = (await (await arrange(world, cancel)).send(randomUUID())).body;
      expect(usual).toMatchObject({ refundStatus: 'succeeded', clearedCart: [{ quantity: 1 }] });
      expect(told).toMatchObject({
        message: 'Order cancelled',
        refundId: expect.stringMatching(/^ref_/),
        refundStatus: 'succeeded',
        clearedCart: [{ productId: expect.any(String), quantity: 1 }],
      });
    });
  });
});
