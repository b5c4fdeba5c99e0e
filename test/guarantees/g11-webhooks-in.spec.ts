import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { answerChallenge, askedOrder, atTheGateway } from '../support/outside.js';
import { orderRows, rowsOf } from '../support/rows.js';
import {
  deliver,
  eventAbout,
  flipped,
  resultsOf,
  signatureOf,
  signedAgo,
  storedWebhooks,
} from '../support/webhooks.js';
import { World } from '../support/world.js';

const ACKNOWLEDGED_WITHIN_MS = 1_000;

describe('G11: a webhook', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      worker: false,
      settings: {
        // Nobody but a webhook settles here: the reconciler waits for the deadline.
        ATTEMPT_DEADLINE_SECONDS: '600',
        GATEWAY_CALL_SECONDS: '1',
        GATEWAY_BREAKER_SECONDS: '1',
      },
    });
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    await world.gateway.clearFaults();
    await world.gateway.webhooks('resume');
  });

  /** Everything that a webhook, or applying it, may write. */
  const written = async () => {
    const { rows } = await world.db.query(
      `select (select count(*)::int from stored_webhooks) as webhooks, (select count(*)::int from audit_log) as audit,
         (select count(*)::int from pgboss.job where name = 'webhooks') as jobs`,
    );
    return { ...(await rowsOf(world)), ...rows[0] };
  };

  describe('that the gateway has not signed as it stands', () => {
    const { payload } = eventAbout({ object: 'payment_intent', id: 'pi_1', note: 'é', rate: 10 });
    const signature = signatureOf(payload);
    const [time, mac] = signature.slice(2).split(',v1=') as [string, string];
    const pretty = JSON.stringify(JSON.parse(payload), null, 2);
    const escaped = payload.replace('é', '\\u00e9');
    const noEvents = ['no JSON', '[', 'null', '[]', '"evt_1"', '{}', payload.slice(0, -1), `${payload}\0`];

    it.each<readonly [string, string | Buffer, string | null]>([
      ['no signature', payload, null],
      ['an empty one', payload, ''],
      ['nonsense', payload, 'nonsense'],
      ['a time alone', payload, `t=${time}`],
      ['no time', payload, `v1=${mac}`],
      ['an older scheme', payload, `t=${time},v0=${mac}`],
      ['another time', payload, `t=${Number(time) + 1},v1=${mac}`],
      ['a flipped bit in the signature', payload, `t=${time},v1=${flipped(mac, 0).toString()}`],
      ['a cut signature', payload, signature.slice(0, -2)],
      ['the secret of somebody else', payload, signatureOf(payload, 'whsec_of_somebody_else')],
      ['an empty secret', payload, signatureOf(payload, '')],
      ['a signature of an hour ago', payload, signedAgo(payload, 3600)],
      ['a signature of six minutes ago', payload, signedAgo(payload, 360)],
      ['the signature of another body', eventAbout({ id: 'pi_2' }).payload, signature],
      ['a flipped bit in the body', flipped(payload, 100), signature],
      ['a byte less', payload.slice(1), signature],
      ['a space more', `${payload} `, signature],
      ['the same JSON, laid out to be read', pretty, signature],
      ['the same JSON, on one line', payload, signatureOf(pretty)],
      ['the same JSON, with an escape', escaped, signature],
      ['the same JSON, but for one bit of an escape', escaped.replace('00e9', '00E9'), signatureOf(escaped)],
      ['the same JSON, with another form of a number', payload.replace(':10', ':1e1'), signature],
      ['no body', '', signatureOf('')],
      ...noEvents.map((body) => [`no event: ${body.slice(0, 9)}`, body, signatureOf(body)] as const),
    ])('is refused, and nothing is written: %s', async (_, body, header) => {
      const before = await written();
      expect((await deliver(world, body, header)).status).toBe(400);
      expect(await written()).toEqual(before);
    });

    it('is refused unread where it is huge, or no JSON by its own word', async () => {
      const before = await written();
      expect((await deliver(world, payload.replace('é', 'é'.repeat(2 ** 20)))).status).toBe(413);
      const asText = await world.stranger.call('POST', '/payment/webhooks/stripe', {
        raw: payload,
        headers: { 'stripe-signature': signature, 'content-type': 'text/plain' },
        offContract: true,
      });
      expect(asText.status).toBe(415);
      expect(await written()).toEqual(before);
    });
  });

  it('outlives an api that is killed right after its 200, and waits for a worker that is down', async () => {
    await world.gateway.webhooks('pause');
    const { orderId, intentId, ...asked } = await askedOrder(world);
    await answerChallenge(asked);
    const { id, payload } = eventAbout({ object: 'payment_intent', id: intentId });
    const { status } = await deliver(world, payload);
    await world.api.kill();
    expect(status).toBe(200);
    expect(await storedWebhooks(world, [id])).toMatchObject([{ applied: false }]);
    await Promise.all([world.startWorker(), world.restartApi()]);
    expect(await resultsOf(world, [id])).toEqual(['applied']);
    expect(await orderRows(world, orderId)).toMatchObject({ order: { status: 'confirmed' } });
  });

  describe('that the gateway has signed', () => {
    beforeAll(async () => {
      if (!world.worker) await world.startWorker();
    });

    const withNote = (text: string, note: string) => text.replace('"data":', `"note":${note},"data":`);

    it('is stored to the byte and applied, whatever JSON it is, for almost five minutes', async () => {
      const forms: Record<string, (text: string) => string> = {
        'as it is sent': (text) => text,
        'with room in it': (text) => ` \n${JSON.stringify(JSON.parse(text), null, 3)}\r\n`,
        'with what Postgres cannot hold': (text) => withNote(text, '"\\u0000 \\ud800"'),
        'with a key that must not be merged': (text) => withNote(text, '{"__proto__": {"admin": true}}'),
        'forty levels deep': (text) => withNote(text, '['.repeat(40) + ']'.repeat(40)),
        // As much evidence as a dispute may have: docs.stripe.com/api/disputes/update, read 2026-11-23.
        'with 150,000 letters': (text) => withNote(text, `"${'é'.repeat(150_000)}"`),
      };
      const sent = Object.entries(forms).map(([form, formed]) => {
        const { id, payload } = eventAbout({ object: 'payment_intent', id: 'pi_of_nobody' });
        return { form, id, payload: formed(payload) };
      });
      for (const { form, payload } of sent) {
        const { status, body } = await deliver(world, payload, signedAgo(payload, 280));
        expect({ form, status, body }).toEqual({ form, status: 200, body: { received: true } });
      }
      const ids = sent.map(({ id }) => id);
      expect(await resultsOf(world, ids)).toEqual(sent.map(() => 'ignored'));
      expect(await storedWebhooks(world, ids)).toMatchObject(sent.map(({ payload }) => ({ payload })));
    });

    it('is stored once and has its effect once, however often it comes', async () => {
      await world.gateway.webhooks('pause');
      const { orderId, intentId, ...asked } = await askedOrder(world);
      await answerChallenge(asked);
      const { id, payload } = eventAbout({ object: 'payment_intent', id: intentId });
      const first = await Promise.all(Array.from({ length: 10 }, () => deliver(world, payload)));
      expect(first.map(({ status }) => status)).toEqual(first.map(() => 200));
      expect(await resultsOf(world, [id])).toEqual(['applied']);
      await world.mail.mailFor(orderId, 'confirmed');
      const [rows, counts] = [await orderRows(world, orderId), await written()];
      expect(rows).toMatchObject({ order: { status: 'confirmed', payment_status: 'paid' } });

      expect((await deliver(world, payload)).status).toBe(200);
      await sleep(300);
      expect(await written()).toEqual(counts);
      expect(await orderRows(world, orderId)).toEqual(rows);
    });

    it('is acknowledged within a second while the gateway hangs, and applied once it does not', async () => {
      await world.gateway.fault({ operation: '*', mode: 'hang_before', times: null });
      const ids: string[] = [];
      for (let count = 0; count < 8; count++) {
        const { id, payload } = eventAbout({ object: 'payment_intent', id: 'pi_of_nobody' });
        const startedAt = performance.now();
        expect((await deliver(world, payload)).status).toBe(200);
        expect(performance.now() - startedAt).toBeLessThan(ACKNOWLEDGED_WITHIN_MS);
        ids.push(id);
      }
      await eventually(async () =>
        (await world.gateway.journal('request')).some(({ status }) => status === 'hang'),
      );
      expect(await storedWebhooks(world, ids)).toMatchObject(ids.map(() => ({ applied: false })));
      await world.gateway.clearFaults();
      expect(await resultsOf(world, ids, 20_000)).toEqual(ids.map(() => 'ignored'));
    });

    it('about what is none of ours is stored, changes nothing, and is not asked about again', async () => {
      const intentWith = async (attemptId: string | null) => {
        const { id } = await atTheGateway(world, 'payment_intents', {
          amount: '1000',
          currency: 'usd',
          ...(attemptId && { 'metadata[attempt_id]': attemptId }),
        });
        return { object: 'payment_intent', id };
      };
      const others: readonly (readonly [object: unknown, result: string])[] = [
        [await intentWith(null), 'ignored'],
        [await intentWith('A-17'), 'unmatched'],
        [await intentWith(crypto.randomUUID()), 'unmatched'],
        [{ object: 'payment_intent', id: 'pi_of_nobody' }, 'ignored'],
        [{ object: 'payment_intent', id: 'pi_/../../refunds?limit=1' }, 'ignored'],
        [{ object: 'payment_intent', id: { $ne: null } }, 'ignored'],
        [{ object: 'refund', id: 're_of_nobody' }, 'ignored'],
        [{ object: 'dispute', id: 'dp_of_nobody' }, 'ignored'],
        [{ object: 'invoice', id: 'in_1' }, 'ignored'],
        [{}, 'ignored'],
        ['pi_1', 'ignored'],
        [[], 'ignored'],
        [null, 'ignored'],
        [undefined, 'ignored'],
      ];
      const before = await rowsOf(world);
      const events = others.map(([object]) => eventAbout(object));
      for (const { payload } of events) expect((await deliver(world, payload)).status).toBe(200);
      const ids = events.map(({ id }) => id);
      expect(await resultsOf(world, ids)).toEqual(others.map(([, result]) => result));
      const jobs = await eventually(async () => {
        const { rows } = await world.db.query<{ state: string; retry_count: number }>(
          `select distinct state, retry_count from pgboss.job where name = 'webhooks' and data->>'eventId' = any($1)`,
          [ids],
        );
        return rows.every(({ state }) => state !== 'active') && rows;
      });
      expect(jobs).toEqual([{ state: 'completed', retry_count: 0 }]);
      expect(await rowsOf(world)).toEqual(before);
    });
  });

  it('leaves everything adding up', () => expectInvariants(world));
});
