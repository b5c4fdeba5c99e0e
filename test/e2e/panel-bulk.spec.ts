import { randomUUID } from 'node:crypto';
import type {
  BulkRow,
  BulkRun,
  ExportState,
  StartBulkRunCommand,
} from '../../src/orders/back-office/index.js';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { Panel } from '../support/panel.js';
import { fillCart, paidBy, World } from '../support/world.js';

type Ended = BulkRun & { readonly results: readonly BulkRow[] };
type Wish =
  | Pick<Extract<StartBulkRunCommand, { kind: 'prepare' }>, 'kind' | 'orderNumbers'>
  | Pick<Extract<StartBulkRunCommand, { kind: 'ship' }>, 'kind' | 'csv'>;

/** A worker that stops and comes back, some seconds each time. */
const RESTARTS_MS = 120_000;

describe('from the panel, many at once', () => {
  let world: World;
  let admin: Client;
  let panel: Panel;
  beforeAll(async () => {
    world = await World.start();
    [admin, panel] = await Promise.all([world.admin(), Panel.start(world)]);
  }, 90_000);
  afterAll(async () => {
    await panel.stop();
    await world.stop();
  });

  async function paidOrder(units = 2): Promise<{ orderId: string; productId: string }> {
    const customer = await world.guest();
    const productId = await world.product(9);
    await fillCart(customer, productId, units);
    const { body } = await customer.post('/orders/create', paidBy('pm_card_visa'));
    return { orderId: body.orderId, productId };
  }
  async function preparedOrder(units?: number) {
    const order = await paidOrder(units);
    await admin.post(`/orders/${order.orderId}/prepare`);
    return order;
  }
  const statusOf = async (orderId: string) => (await admin.get(`/orders/${orderId}`)).body.status as string;
  const parcelsOf = async (orderId: string) =>
    (await admin.get(`/orders/${orderId}`)).body.tracking as { trackingNumber: string; items: object[] }[];

  const start = (wish: Wish, more: object = {}) =>
    panel.ask<{ runId: string }>('StartBulkRun', 'run', {
      actor: panel.actor,
      isDryRun: false,
      reason: 'The day’s parcels',
      token: randomUUID(),
      ...wish,
      ...more,
    });
  const read = (runId: string) => panel.ask<Ended>('BulkRuns', 'get', runId);
  const ended = (runId: string) =>
    eventually(async () => {
      const run = await read(runId);
      return run.rows.waiting === 0 && run;
    });
  const tried = async (wish: Wish) => ended((await start(wish, { isDryRun: true })).runId);
  const made = async (wish: Wish) => {
    await tried(wish);
    return ended((await start(wish)).runId);
  };
  const told = ({ results }: Ended) => results.map(({ lines, status, code }) => [...lines, status, code]);

  it('orders are prepared, each for itself; a dry run says so before and writes nothing', async () => {
    const [one, two] = [await paidOrder(), await paidOrder()];
    const [done, nobodys] = [await preparedOrder(), 'ORD-0000000000'];
    const pending = await paidOrder();
    await admin.post(`/orders/${pending.orderId}/cancel`);
    const orderNumbers = [one.orderId, nobodys, done.orderId, two.orderId, pending.orderId, one.orderId];
    const results = [
      [1, 'done', null],
      [2, 'refused', 'order_not_found'],
      [3, 'already_done', null],
      [4, 'done', null],
      [5, 'refused', 'transition_not_allowed'],
    ];

    const dry = await tried({ kind: 'prepare', orderNumbers });
    expect(told(dry)).toEqual(results);
    expect(dry.results[0]!.preview).toMatchObject({
      isAllowed: true,
      effects: { status: { from: 'confirmed', to: 'processing' } },
    });
    expect(await statusOf(one.orderId)).toBe('confirmed');

    const begun = await made({ kind: 'prepare', orderNumbers });
    expect(told(begun)).toEqual(results);
    expect(begun.rows).toEqual({ total: 5, waiting: 0, done: 2, alreadyDone: 1, refused: 2 });
    expect(await statusOf(one.orderId)).toBe('processing');
  });

  it('parcels leave by a CSV: a result for each line, and twice is once', async () => {
    const [whole, parts, confirmed] = [await preparedOrder(), await preparedOrder(2), await paidOrder()];
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    const csv = [
      '\uFEFFOrder number;Carrier;Tracking number;SKU;Quantity',
      `${whole.orderId};UPS;${a};;`,
      `${parts.orderId};"DHL";${b};${parts.productId};1`,
      `${confirmed.orderId};UPS;${c};;`,
      `${whole.orderId};;${a};;`,
      `ORD-1;UPS;${a};;`,
    ].join('\r\n');
    const results = [
      [2, 'done', null],
      [3, 'done', null],
      [4, 'refused', 'transition_not_allowed'],
      [5, 'refused', 'validation_failed'],
      [6, 'refused', 'validation_failed'],
    ];

    expect(told(await tried({ kind: 'ship', csv }))).toEqual(results);
    expect(await parcelsOf(whole.orderId)).toEqual([]);

    const sent = await made({ kind: 'ship', csv });
    expect(told(sent)).toEqual(results);
    expect(sent.results[3]).toMatchObject({ sentence: 'has no carrier' });
    expect(await statusOf(whole.orderId)).toBe('shipped');
    expect(await parcelsOf(parts.orderId)).toMatchObject([{ trackingNumber: b, items: [{ quantity: 1 }] }]);

    const again = await made({ kind: 'ship', csv });
    expect(told(again).slice(0, 2)).toEqual([
      [2, 'already_done', null],
      [3, 'already_done', null],
    ]);
    expect(await parcelsOf(parts.orderId)).toHaveLength(1);
  });

  it('a double click starts one run', async () => {
    const { orderId } = await paidOrder();
    const token = randomUUID();
    const wish = { kind: 'prepare', orderNumbers: [orderId] } as const;
    await tried(wish);
    const [one, other] = await Promise.all([start(wish, { token }), start(wish, { token })]);
    expect(one).toEqual(other);
  });

  it('a run that its person has not tried dry, to its end, is refused', async () => {
    const [{ orderId }, another] = [await paidOrder(), await paidOrder()];
    const wish = { kind: 'prepare', orderNumbers: [orderId] } as const;
    const untried = { code: 'bulk_run_not_tried' };
    await expect(start(wish)).rejects.toMatchObject(untried);
    await tried(wish);
    await expect(start({ ...wish, orderNumbers: [orderId, another.orderId] })).rejects.toMatchObject(untried);
    const actor = { kind: 'admin', id: randomUUID() };
    await expect(start(wish, { actor })).rejects.toMatchObject(untried);
    await world.db.query(`update bulk_runs set started_at = now() - interval '61 minutes'`);
    await expect(start(wish)).rejects.toMatchObject(untried);
    expect(await statusOf(orderId)).toBe('confirmed');
    expect((await made(wish)).rows).toMatchObject({ done: 1 });
  });

  it('a dry run knows what the rows before a row would have sent', async () => {
    const [whole, parts, other] = [await preparedOrder(), await preparedOrder(3), await preparedOrder()];
    const shared = randomUUID();
    const csv = [
      'order,carrier,tracking number,sku,quantity',
      `${whole.orderId},UPS,${shared},,`,
      `${whole.orderId},UPS,${randomUUID()},,`,
      `${parts.orderId},UPS,${randomUUID()},${parts.productId},2`,
      `${parts.orderId},UPS,${randomUUID()},${parts.productId},2`,
      `${parts.orderId},UPS,${randomUUID()},,`,
      `${other.orderId},UPS,${shared},,`,
    ].join('\n');
    const results = [
      [2, 'done', null],
      [3, 'refused', 'units_not_left_to_ship'],
      [4, 'done', null],
      [5, 'refused', 'units_not_left_to_ship'],
      [6, 'done', null],
      [7, 'refused', 'tracking_number_used'],
    ];
    const dry = await tried({ kind: 'ship', csv });
    expect(told(dry)).toEqual(results);
    expect(dry.results[1]!.sentence).toContain('Earlier in this file: line 2.');
    // What then happens: an order that is shipped wholly says so by its status.
    expect(told(await made({ kind: 'ship', csv })).map(([line, status]) => [line, status])).toEqual(
      results.map(([line, status]) => [line, status]),
    );
  });

  it(
    'is forgotten after a month, with its rows',
    async () => {
      const { orderId } = await paidOrder();
      const { runId } = await tried({ kind: 'prepare', orderNumbers: [orderId] });
      const young = await tried({ kind: 'prepare', orderNumbers: [orderId, 'ORD-0000000000'] });
      await world.db.query(
        `update bulk_runs set started_at = now() - interval '31 days' where id = (
         select run_id from bulk_rows group by run_id having count(*) = 1 and bool_and(wish->>'orderNumber' = $1))`,
        [orderId],
      );
      await world.worker!.stop();
      await world.startWorker();
      const isGone = async () =>
        (await read(runId).catch((error: { code: string }) => error.code)) === 'bulk_run_not_found';
      await eventually(isGone);
      expect(await read(young.runId)).toMatchObject({ rows: { total: 2 } });
      const { rows } = await world.db.query(
        'select 1 from bulk_rows where run_id not in (select id from bulk_runs)',
      );
      expect(rows).toEqual([]);
    },
    RESTARTS_MS,
  );

  it(
    'goes on where a worker was killed',
    async () => {
      const orders = await Promise.all(Array.from({ length: 12 }, () => paidOrder()));
      // A mail that a killed worker was writing comes once its job is given back: none is due then.
      const mails = `select 1 from mails where template = 'order-confirmed' and status = 'sent' and order_id = any(
      select id from orders where number = any($1))`;
      const numbers = orders.map(({ orderId }) => orderId);
      await eventually(async () => (await world.db.query(mails, [numbers])).rowCount === orders.length);
      await tried({ kind: 'prepare', orderNumbers: numbers });
      await world.worker!.stop();
      const { runId } = await start({ kind: 'prepare', orderNumbers: orders.map(({ orderId }) => orderId) });
      // As if one had taken the first rows and was gone.
      await world.db.query(
        `update bulk_rows set next_try_at = now() + interval '2 seconds' where row_no < 5 and status = 'waiting'`,
      );
      await world.startWorker();
      await eventually(async () => (await read(runId)).rows.done > 2);
      await world.worker!.kill();
      await world.db.query(`update bulk_rows set next_try_at = now() where status = 'waiting'`);
      await world.startWorker();
      const { rows } = await ended(runId);
      expect(rows.waiting + rows.refused).toBe(0);
      const { rows: moves } = await world.db.query(
        `select count(*)::int as n from events e join orders o on o.id = e.order_id
       where e.type = 'order.processing' and o.number = any($1) group by o.id`,
        [orders.map(({ orderId }) => orderId)],
      );
      expect(moves.map(({ n }) => n)).toEqual(orders.map(() => 1));
    },
    RESTARTS_MS,
  );

  it.each([
    ['nothing', ''],
    ['a header alone', 'order,carrier,tracking number\n'],
    ['no column for the number', 'order,carrier\nORD-0000000001,UPS\n'],
    ['a quote that never ends', 'order,carrier,tracking number\n"ORD-0000000001,UPS,1\n'],
    ['2001 lines', `order,carrier,tracking number\n${'ORD-0000000001,UPS,1\n'.repeat(2001)}`],
    ['more than 1 MB', `order,carrier,tracking number\n${'x'.repeat(1024 * 1024)}`],
  ])('a file of %s is refused as a whole', async (_, csv) => {
    await expect(start({ kind: 'ship', csv })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  describe('a list as a file', () => {
    const request = (filter: object, more: object = {}) =>
      panel.ask<{ exportId: string }>('RequestExport', 'run', {
        actor: panel.actor,
        list: 'orders',
        filter,
        showsPersonalData: false,
        reason: 'For the accountant',
        token: randomUUID(),
        ...more,
      });
    const made = (exportId: string) =>
      eventually(async () => {
        const state = await panel.ask<ExportState>('Exports', 'get', panel.actor.id, exportId);
        return state.status !== 'waiting' && state;
      });
    const content = async (exportId: string, by: string = panel.actor.id) =>
      (await panel.ask<string[]>('Exports', 'content', by, exportId)).join('');

    it('is made by the worker, with personal data masked, and is its owner’s alone', async () => {
      const { orderId } = await paidOrder();
      const { exportId } = await request({ statuses: ['confirmed'] });
      const { status, rows } = await made(exportId);
      const lines = (await content(exportId)).trimEnd().split('\r\n');
      expect([status, lines.length]).toEqual(['done', rows + 1]);
      expect(lines[0]).toBe('order,created,status,payment status,method,currency,total,email,name,country');
      const line = lines.find((each) => each.startsWith(orderId))!;
      expect(line).toMatch(/,confirmed,paid,credit_card,USD,139\.57,g\*\*\*@example\.com,,USA$/);
      await expect(content(exportId, randomUUID())).rejects.toMatchObject({ code: 'export_not_found' });
      const { rows: audit } = await world.db.query(
        `select action, actor_id, facts->>'reason' as reason from audit_log where subject_id = $1`,
        [exportId],
      );
      expect(audit).toEqual([
        { action: 'list.export', actor_id: panel.actor.id, reason: 'For the accountant' },
      ]);
    });

    it('shows personal data to who may see them, and no spreadsheet calculates them', async () => {
      const { orderId } = await paidOrder();
      await world.db.query(
        `update orders set personal = jsonb_set(personal, '{name}', '"=HYPERLINK(1)"') where number = $1`,
        [orderId],
      );
      const { exportId } = await request({}, { showsPersonalData: true });
      await made(exportId);
      const line = (await content(exportId)).split('\r\n').find((each) => each.startsWith(orderId))!;
      expect(line).toMatch(/,g-[0-9a-f-]+@example\.com,'=HYPERLINK\(1\),USA$/);
    });

    it('is gone after a day', async () => {
      const { exportId } = await request({});
      await made(exportId);
      await world.db.query(`update exports set requested_at = now() - interval '25 hours'`);
      await eventually(async () => (await world.db.query('select 1 from export_chunks')).rowCount === 0);
      await expect(content(exportId)).rejects.toMatchObject({ code: 'export_not_found' });
    });

    it('begins anew where the worker was killed in the middle', async () => {
      await world.worker!.stop();
      const { exportId } = await request({});
      await world.db.query(
        `insert into export_chunks select id, 0, 'half a file' from exports where status = 'waiting'`,
      );
      await world.startWorker();
      expect(await made(exportId)).toMatchObject({ status: 'done' });
      expect(await content(exportId)).toMatch(/^order,created/);
    });

    it('of which there is none is not found', async () => {
      await expect(request({}, { list: 'passwords' })).rejects.toMatchObject({ code: 'export_not_found' });
    });
  });

  it('all books are in order', () => expectInvariants(world), 60_000);
});
