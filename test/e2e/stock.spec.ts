import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants, stockBreaks } from '../support/invariants.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const reason = 'Delivery note 4711';

describe('stock', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  type Change = 'receive' | 'write-off' | 'correct';
  const change = (productId: string, how: Change, body: object, key: string | undefined = randomUUID()) =>
    admin.post(`/stock/${productId}/${how}`, body, key ? { key } : {});
  const movementsOf = async (productId: string) =>
    (await admin.get(`/stock/${productId}/movements?limit=100`)).body.movements as Movement[];
  interface Movement {
    readonly kind: string;
    readonly onHand: number;
    readonly held: number;
    readonly orderId: string | null;
    readonly reason: string | null;
    readonly actor: string;
  }

  /** What an auditor reads of a product: its events, and what people did to it. */
  async function tracesOf(productId: string) {
    const events = await world.db.query(
      `select type, actor, data from events where product_id = $1 order by occurred_at, id`,
      [productId],
    );
    const audit = await world.db.query(
      `select action, outcome, actor_kind, facts from audit_log
       where subject_kind = 'product' and subject_id = $1 and outcome = 'done' order by occurred_at, id`,
      [productId],
    );
    return { events: events.rows, audit: audit.rows };
  }

  /** An order of so many units that waits for its payment. */
  async function pendingOrder(
    productId: string,
    quantity: number,
  ): Promise<{ customer: Client; orderId: string }> {
    const customer = await world.guest();
    await fillCart(customer, productId, quantity);
    const { body } = await customer.post('/orders/create', { shippingAddress: ADDRESS });
    return { customer, orderId: body.orderId };
  }

  describe('that a person changes', () => {
    it.each<[Change, object, number, number, string, string]>([
      ['receive', { quantity: 40, reason }, 60, 40, 'received', 'stock.received'],
      ['write-off', { quantity: 5, reason }, 15, -5, 'written_off', 'stock.written_off'],
      ['correct', { counted: 23, reason }, 23, 3, 'corrected', 'stock.corrected'],
      ['correct', { counted: 18, reason }, 18, -2, 'corrected', 'stock.corrected'],
    ])('%s %j: one movement, one event, one audit row', async (how, body, onHand, moved, kind, type) => {
      const productId = await world.product(20);

      const changed = await change(productId, how, body);

      expect(changed.status).toBe(200);
      expect(changed.body).toEqual({
        productId,
        productName: `Product ${productId}`,
        onHand,
        held: 0,
        available: onHand,
        lowAt: null,
        isLow: false,
      });
      expect((await movementsOf(productId))[0]).toMatchObject({
        kind,
        onHand: moved,
        held: 0,
        orderId: null,
        reason,
        actor: 'admin',
      });
      const told = { quantity: Math.abs(moved), onHand: 20, held: 0 };
      expect(await tracesOf(productId)).toEqual({
        events: [{ type, actor: 'admin', data: { productId, ...told } }],
        audit: [{ action: type, outcome: 'done', actor_kind: 'admin', facts: { ...told, reason } }],
      });
      world.stocked.set(productId, onHand);
    });

    it.each<[Change, object]>([
      ['receive', { quantity: 4 }],
      ['write-off', { quantity: 4, reason }],
    ])('%s needs a key, and sent twice with one it counts once', async (how, body) => {
      const productId = await world.product(20);
      const without = await writingNothing(world, () => change(productId, how, body, ''));
      expect([without.status, without.body.code]).toEqual([400, 'idempotency_key_required']);

      const key = randomUUID();
      const [first, second] = [
        await change(productId, how, body, key),
        await change(productId, how, body, key),
      ];

      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect(second.text).toBe(first.text);
      const other = await change(productId, how, { ...body, quantity: 5 }, key);
      expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
      const { onHand } = await world.stockOf(productId);
      expect(onHand).toBe(how === 'receive' ? 24 : 16);
      world.stocked.set(productId, onHand);
    });

    it('many who scan the same delivery under one key have received it once', async () => {
      const productId = await world.product(20);
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => change(productId, 'receive', { quantity: 7 }, key)),
      );
      const others = answers.filter(({ status }) => status !== 200);
      expect(others.filter(({ body }) => body.code !== 'request_in_progress')).toEqual([]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 27, held: 0 });
      world.stocked.set(productId, 27);
    });

    it('counting what was known writes no movement, with a key or without', async () => {
      const productId = await world.product(20);
      const counted = await change(productId, 'correct', { counted: 20, reason }, '');
      expect([counted.status, counted.body.onHand]).toEqual([200, 20]);
      expect(await movementsOf(productId)).toHaveLength(1);
      expect(await tracesOf(productId)).toEqual({ events: [], audit: [] });
    });

    it('what orders hold is neither written off nor counted away', async () => {
      const productId = await world.product(5);
      const { customer, orderId } = await pendingOrder(productId, 3);
      for (const [how, body] of [
        ['write-off', { quantity: 3, reason }],
        ['correct', { counted: 2, reason }],
      ] as const) {
        const refused = await change(productId, how, body);
        expect(refused.status).toBe(409);
        expect(refused.body).toMatchObject({
          error: 'Stock is held',
          code: 'stock_is_held',
          productId,
          onHand: 5,
          held: 3,
        });
      }
      expect(await world.stockOf(productId)).toEqual({ onHand: 5, held: 3 });
      expect(await tracesOf(productId)).toEqual({ events: [], audit: [] });
      expect((await change(productId, 'write-off', { quantity: 2, reason })).body).toMatchObject({
        onHand: 3,
        available: 0,
      });
      await customer.post(`/orders/${orderId}/cancel`);
      expect((await change(productId, 'correct', { counted: 0, reason })).body.onHand).toBe(0);
      world.stocked.set(productId, 0);
    });

    it('every fault of a request is told at once', async () => {
      const productId = await world.product(5);
      const fields = async (how: Change, body: object) => {
        const refused = await writingNothing(world, () => change(productId, how, body));
        expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
        return refused.body.errors.map(({ field }: { field: string }) => field).sort();
      };
      expect(await fields('receive', { quantity: 0, reason: 'two\nlines' })).toEqual(['quantity', 'reason']);
      expect(await fields('receive', { quantity: 1_000_001 })).toEqual(['quantity']);
      expect(await fields('write-off', { quantity: -1 })).toEqual(['quantity', 'reason']);
      expect(await fields('correct', { counted: 1.5, onHand: 3 })).toEqual(['counted', 'onHand', 'reason']);
    });

    const ROUTES: readonly [string, string, object | undefined][] = [
      ['GET', '', undefined],
      ['GET', '/movements', undefined],
      ['POST', '/receive', { quantity: 1 }],
      ['POST', '/write-off', { quantity: 1, reason }],
      ['POST', '/correct', { counted: 1, reason }],
      ['PUT', '/low-notice', { lowAt: 1 }],
    ];

    it.each(ROUTES)('%s /stock/{id}%s: there is no such product', async (method, path, body) => {
      for (const productId of ['prod_of_nobody', 'no%20product', 'x'.repeat(65)]) {
        const refused = await writingNothing(world, () =>
          admin.call(method, `/stock/${productId}${path}`, { body, key: randomUUID() }),
        );
        expect([refused.status, refused.body.code]).toEqual([404, 'product_not_found']);
      }
    });

    it.each(ROUTES)('%s /stock/{id}%s is for admins alone', async (method, path, body) => {
      const productId = await world.product(5);
      const customer = await world.customer();
      const ask = (caller: Client) =>
        caller.call(method, `/stock/${productId}${path}`, { body, key: randomUUID() });
      const [asCustomer, asStranger] = await writingNothing(world, async () => [
        await ask(customer),
        await ask(world.stranger),
      ]);
      expect([asCustomer.status, asStranger.status]).toEqual([403, 401]);
    });

    it('nor is the list of all for anybody else', async () => {
      const customer = await world.customer();
      expect([(await customer.get('/stock')).status, (await world.stranger.get('/stock')).status]).toEqual([
        403, 401,
      ]);
    });
  });

  describe('as its ledger tells it', () => {
    it('every unit that orders move is there with the order’s number, newest first', async () => {
      const productId = await world.product(9);
      const customer = await world.guest();
      await fillCart(customer, productId, 2);
      const declined = (await customer.post('/orders/create', paidBy('pm_card_visa_chargeDeclined'))).body;
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
      await customer.post(`/orders/${orderId}/cancel`);
      expect(declined.orderId).toBe(orderId);

      const movements = await movementsOf(productId);

      const told = movements.map(({ kind, onHand, held, actor }) => [kind, onHand, held, actor]);
      expect(told).toEqual([
        ['returned', 2, 0, 'customer'],
        ['sold', -2, -2, 'customer'],
        ['held', 0, 2, 'customer'],
        ['released', 0, -2, 'customer'],
        ['held', 0, 2, 'customer'],
        ['corrected', 9, 0, 'system'],
      ]);
      expect(movements.map((movement) => movement.orderId)).toEqual([...Array(5).fill(orderId), null]);
    });

    it('pages meet: nothing is told twice, and nothing is left out', async () => {
      const productId = await world.product(1);
      for (let nth = 1; nth <= 6; nth++) await change(productId, 'receive', { quantity: nth });
      world.stocked.set(productId, 22);
      const told: number[] = [];
      let cursor = '';
      do {
        const { body } = await admin.get(`/stock/${productId}/movements?limit=3${cursor}`);
        told.push(...body.movements.map(({ onHand }: Movement) => onHand));
        cursor = body.pageInfo.hasMore ? `&cursor=${encodeURIComponent(body.pageInfo.nextCursor)}` : '';
        expect(body.pageInfo.hasMore).toBe(body.pageInfo.nextCursor !== null);
      } while (cursor);
      expect(told).toEqual([6, 5, 4, 3, 2, 1, 1]);
    });

    it.each(['movements?limit=0', 'movements?limit=101', 'movements?cursor=nonsense', 'movements?order=asc'])(
      '%s is refused',
      async (query) => {
        const refused = await admin.get(`/stock/${await world.product(1)}/${query}`);
        expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
      },
    );

    it('the list of all products has pages, and shows those of which few are left', async () => {
      const [few, many] = [await world.product(2), await world.product(50)];
      for (const productId of [few, many])
        await admin.call('PUT', `/stock/${productId}/low-notice`, { body: { lowAt: 2 } });
      const listed = async (query: string) => {
        const ids: string[] = [];
        let cursor = '';
        do {
          const { body } = await admin.get(`/stock?limit=7${query}${cursor}`);
          ids.push(...body.stock.map(({ productId }: { productId: string }) => productId));
          cursor = body.pageInfo.hasMore ? `&cursor=${encodeURIComponent(body.pageInfo.nextCursor)}` : '';
        } while (cursor);
        return ids;
      };
      const [all, low, enough] = [await listed(''), await listed('&low=true'), await listed('&low=false')];
      const { rows } = await world.db.query('select product_id from stock');
      expect(all.toSorted()).toEqual(rows.map((row) => row.product_id).toSorted());
      expect([...low, ...enough].toSorted()).toEqual(all.toSorted());
      expect([low.includes(few), enough.includes(many)]).toEqual([true, true]);
      expect((await admin.get('/stock?low=perhaps')).status).toBe(400);
    });
  });

  describe('that runs low', () => {
    const notices = async (productId: string) =>
      (await tracesOf(productId)).events.filter(({ type }) => type === 'stock.low');
    const noticed = (productId: string, times: number) =>
      eventually(async () => (await notices(productId)).length === times, { withinMs: 15_000 });
    const isMarked = async (productId: string) =>
      (
        await world.db.query('select low_since is not null as low from stock where product_id = $1', [
          productId,
        ])
      ).rows[0].low as boolean;

    it('is told once, and again only after there were more', async () => {
      const [productId, other] = [await world.product(5), await world.product(5)];
      const set = await admin.call('PUT', `/stock/${productId}/low-notice`, { body: { lowAt: 3 } });
      expect([set.status, set.body.lowAt, set.body.isLow]).toEqual([200, 3, false]);

      // Held is not available: a pending order makes it low.
      await pendingOrder(productId, 2);
      await noticed(productId, 1);
      expect((await notices(productId))[0]).toEqual({
        type: 'stock.low',
        actor: 'system',
        data: { productId, available: 3, lowAt: 3 },
      });
      expect((await admin.get(`/stock/${productId}`)).body).toMatchObject({ available: 3, isLow: true });

      // Lower still is no news. Another product's notice comes from a later turn of the same sweep.
      await pendingOrder(productId, 1);
      await admin.call('PUT', `/stock/${other}/low-notice`, { body: { lowAt: 9 } });
      await noticed(other, 1);
      expect(await notices(productId)).toHaveLength(1);

      await change(productId, 'receive', { quantity: 10 });
      await eventually(async () => !(await isMarked(productId)), { withinMs: 15_000 });
      expect(await notices(productId)).toHaveLength(1);

      await change(productId, 'write-off', { quantity: 10, reason });
      await noticed(productId, 2);
    }, 60_000);

    it('is told nobody where nobody asked, or does not ask any more', async () => {
      const [never, notAnyMore, asked] = [
        await world.product(0),
        await world.product(0),
        await world.product(0),
      ];
      await admin.call('PUT', `/stock/${notAnyMore}/low-notice`, { body: { lowAt: 0 } });
      await noticed(notAnyMore, 1);
      await admin.call('PUT', `/stock/${notAnyMore}/low-notice`, { body: { lowAt: null } });
      await eventually(async () => !(await isMarked(notAnyMore)), { withinMs: 15_000 });
      await admin.call('PUT', `/stock/${asked}/low-notice`, { body: { lowAt: 0 } });
      await noticed(asked, 1);
      expect([await notices(never), await notices(notAnyMore)]).toMatchObject([[], [{ type: 'stock.low' }]]);
    }, 60_000);
  });

  describe('that many want at once', () => {
    const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();

    it('units are written off as long as there are any that nobody holds', async () => {
      const productId = await world.product(10);
      await pendingOrder(productId, 3);
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => change(productId, 'write-off', { quantity: 1, reason })),
      );
      expect(statusesOf(answers)).toEqual([...Array(7).fill(200), ...Array(5).fill(409)]);
      expect(await world.stockOf(productId)).toEqual({ onHand: 3, held: 3 });
      world.stocked.set(productId, 3);
    });

    it('what comes in while it is ordered, lost and counted is sold, held or there', async () => {
      const productId = await world.product(4);
      const buyers = await world.guests(12);
      await Promise.all(buyers.map((buyer) => fillCart(buyer, productId)));
      const acts = buyers.flatMap((buyer, index) => [
        () => buyer.post('/orders/create', paidBy('pm_card_visa')),
        () => change(productId, 'receive', { quantity: 1 }),
        ...(index % 4 === 0
          ? [
              () => change(productId, 'write-off', { quantity: 1, reason }),
              () => change(productId, 'correct', { counted: 2, reason }),
            ]
          : []),
      ]);

      const answers = await Promise.all(acts.map((act) => act()));

      expect(answers.filter(({ status }) => ![200, 201, 400, 409].includes(status))).toEqual([]);
      expect(await stockBreaks(world)).toEqual([]);
      const movements = await movementsOf(productId);
      const sold = movements.filter(({ kind }) => kind === 'sold').length;
      expect(sold).toBe(answers.filter(({ status }) => status === 201).length);
      const { onHand, held } = await world.stockOf(productId);
      expect(held).toBe(0);
      world.stocked.set(productId, onHand + sold);
    });
  });

  it('everything adds up', () => expectInvariants(world));
});
