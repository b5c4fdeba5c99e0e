import { randomUUID } from 'node:crypto';
import type { AuditList } from '../../src/audit/back-office/index.js';
import type { DashboardQueries, OrderPage, RevealPersonalData, Search } from '../../src/back-office/index.js';
import type {
  RetryJob,
  SolveIntervention,
  TakeIntervention,
} from '../../src/interventions/back-office/index.js';
import type { MailList, ReadMail } from '../../src/notifications/back-office/index.js';
import type { InterventionList, OrderFilter, OrderList } from '../../src/orders/back-office/index.js';
import { numberedPage } from '../../src/shared/lists/list.js';
import { eventually } from '../support/eventually.js';
import { Inside } from '../support/inside.js';
import { fillCart, paidBy, World } from '../support/world.js';

const ADMIN = { kind: 'admin', id: randomUUID() } as const;
const OTHER = { kind: 'admin', id: randomUUID() } as const;
/** A world and a process beside it. */
const START_LIMIT_MS = 90_000;
const REASON = 'the customer is on the telephone';

/** What those who work in the shop see, as the panel asks for it. */
describe('the back office', () => {
  let world: World;
  let inside: Inside;
  let number: string;
  let id: string;
  let email: string;
  beforeAll(async () => {
    world = await World.start();
    inside = await Inside.start(world);
    const customer = await world.customer();
    email = (await customer.get('/auth/me')).body.email;
    const productId = await world.product(5);
    await fillCart(customer, productId, 2);
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa'));
    number = placed.body.orderId;
    ({ id } = (await world.db.query(`select id from orders where number = $1`, [number])).rows[0]);
    await world.mail.mailFor(number, '');
  }, START_LIMIT_MS);
  afterAll(async () => {
    await inside?.stop();
    await world?.stop();
  });

  const orders = () => inside.get<OrderList>('orders/back-office', 'OrderList');
  const search = (typed: string) => inside.get<Search>('back-office', 'Search').run(typed);
  const auditOf = async (action: string) =>
    (await inside.get<AuditList>('audit/back-office', 'AuditList').list({ action }, { limit: 10 })).rows;

  it('lists an order with its person masked', async () => {
    const { rows } = await orders().list({ statuses: ['confirmed'], country: 'United States' }, { limit: 5 });

    expect(rows[0]).toMatchObject({
      id,
      number,
      paymentStatus: 'paid',
      name: expect.stringMatching(/^\p{L}\*\*\*$/u),
    });
    expect(rows[0]!.email).not.toBe(email);
    expect(JSON.stringify(rows)).not.toContain(email);
  });

  it.each<[string, OrderFilter]>([
    ['another status', { statuses: ['delivered'] }],
    ['another country', { country: 'Germany' }],
    ['another method', { paymentMethod: 'crypto' }],
    ['another total', { totalMinor: { from: 1, to: 2 } }],
    ['another day', { created: { until: '2020-01-01' } }],
    ['another payment', { paymentStatuses: ['unknown'] }],
    ['another customer', { customerId: randomUUID() }],
    ['no status at all', { statuses: [] }],
  ])('does not list it for %s', async (_, filter) => {
    expect(await orders().list(filter, { limit: 5 })).toEqual({ rows: [], next: null });
    expect(await orders().countUpTo(filter)).toBe(0);
  });

  it('turns pages by a cursor and by number, and tells each order once', async () => {
    const others = await Promise.all([1, 2, 3].map(() => world.customer()));
    const productId = await world.product(9);
    for (const customer of others) {
      await fillCart(customer, productId, 1);
      await customer.post('/orders/create', paidBy('pm_card_visa'));
    }
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await orders().list({}, { limit: 2, after });
      seen.push(...page.rows.map((row) => row.number));
      more = page.next !== null;
      after = page.next ?? undefined;
    }
    const second = await numberedPage(orders(), {}, { page: 2, perPage: 2 });

    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(4);
    expect(second).toMatchObject({ total: 4 });
    expect(second.rows.map((row) => row.number)).toEqual(seen.slice(2, 4));
  });

  it('finds the order by whatever its customer can say', async () => {
    const { rows } = await world.db.query(
      `select a.intent_id, a.transaction_id, a.amount_minor, i.number as invoice from payment_attempts a
       join invoices i on i.order_id = a.order_id where a.order_id = $1`,
      [id],
    );
    const { intent_id: intent, transaction_id: transaction, amount_minor: minor, invoice } = rows[0];
    const found = async (typed: string) =>
      (await search(typed)).filter((one) => [one.title, one.subtitle].join(' ').includes(number));

    for (const typed of [number.toLowerCase(), `  ${email.toUpperCase()} `, intent, transaction, id, invoice])
      expect(await found(typed)).not.toEqual([]);
    expect(await found(`4242 ${(minor / 100).toFixed(2)}`)).toMatchObject([{ kind: 'payment' }]);
    // Several customers of the tests have this name.
    expect(await found('  ada   CUSTOMER ')).toMatchObject([{ kind: 'order' }]);
    expect(await found('Ada')).toEqual([]);
    expect(JSON.stringify(await search(email))).not.toContain(email);
  });

  it('tells everything about it on one page', async () => {
    const page = await eventually(async () => {
      const told = await inside.get<OrderPage>('back-office', 'OrderPage').get(id);
      return told.mails[0]?.status === 'sent' && told.invoices.length === 1 && told;
    });

    expect(page.order).toMatchObject({ number, status: 'confirmed' });
    expect(page.lines).toMatchObject([{ quantity: 2, held: 0, shipped: 0, owed: 0 }]);
    expect(page.payments).toMatchObject([{ status: 'succeeded', card: { last4: '4242' } }]);
    expect(page.ledger.map(({ movement }) => movement)).toContain('captured');
    expect(page.timeline.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['order.created', 'order.confirmed']),
    );
    expect(page.audit.map(({ action }) => action)).toContain('order.place');
    expect(JSON.stringify(page)).not.toContain(email);
  });

  it('shows a person to who says why, and remembers that', async () => {
    const reveal = inside.get<RevealPersonalData>('back-office', 'RevealPersonalData');
    const person = await reveal.run({ actor: ADMIN, subject: { kind: 'order', id }, reason: REASON });

    expect(person).toMatchObject({ email, shippingAddress: { country: expect.any(String) } });
    expect(await auditOf('personal_data.reveal')).toMatchObject([
      { actorId: ADMIN.id, subjectId: number, facts: { reason: REASON } },
    ]);
    await expect(
      reveal.run({ actor: ADMIN, subject: { kind: 'customer', id }, reason: REASON }),
    ).rejects.toMatchObject({ code: 'customer_not_found' });
  });

  it('shows a mail as its customer saw it, and remembers who looked', async () => {
    const { rows } = await inside
      .get<MailList>('notifications/back-office', 'MailList')
      .list({ orderId: id }, { limit: 5 });
    const mail = await inside
      .get<ReadMail>('notifications/back-office', 'ReadMail')
      .run({ actor: ADMIN, mailId: rows[0]!.id });
    const sent = world.mail.mails.find((one) => one.text?.includes(number))!;

    expect(mail.subject).toBe(sent.subject);
    expect(mail.html).toContain(number);
    expect(await auditOf('mail.read')).toMatchObject([{ actorId: ADMIN.id, subjectId: rows[0]!.mailId }]);
  });

  it('gives an entry to one person, and lets it be solved once', async () => {
    await world.db.query(
      `insert into interventions (id, kind, subject_id, order_id, remedy, facts)
       values (gen_random_uuid(), 'payment_unresolved', $1::uuid::text, $1::uuid, 'Look it up.', '{}')`,
      [id],
    );
    const list = inside.get<InterventionList>('orders/back-office', 'InterventionList');
    const [entry] = (await list.list({ state: 'open', kinds: ['payment_unresolved'] }, { limit: 5 })).rows;
    expect(entry).toMatchObject({
      orderNumber: number,
      ownerId: null,
      suggested: { action: 'ask_gateway', target: id },
    });

    const take = inside.get<TakeIntervention>('interventions/back-office', 'TakeIntervention');
    const solve = inside.get<SolveIntervention>('interventions/back-office', 'SolveIntervention');
    const interventionId = entry!.id;
    expect(await take.run({ actor: ADMIN, interventionId })).toBe(true);
    expect(await take.run({ actor: ADMIN, interventionId })).toBe(false);
    expect((await list.find(interventionId))?.ownerId).toBe(ADMIN.id);
    expect((await list.list({ state: 'open', ownerId: null }, { limit: 5 })).rows).toEqual([]);

    const solved = await Promise.all(
      [ADMIN, OTHER].map((actor) => solve.run({ actor, interventionId, reason: REASON })),
    );

    expect(solved.filter(Boolean)).toHaveLength(1);
    expect(await auditOf('intervention.solve')).toHaveLength(1);
    expect(await list.find(interventionId)).toMatchObject({ solution: REASON, closedAt: expect.any(String) });
    expect((await list.list({ state: 'open' }, { limit: 5 })).rows).toEqual([]);
  });

  it('sends a dead job back, once', async () => {
    const retry = inside.get<RetryJob>('interventions/back-office', 'RetryJob');
    const jobId = randomUUID();
    await world.db.query(
      `insert into pgboss.job (id, name, data, source_name, policy) values ($1, 'dead-jobs', '{}', 'webhooks', 'standard')`,
      [jobId],
    );

    await retry.run({ actor: ADMIN, jobId, reason: REASON });

    await expect(retry.run({ actor: ADMIN, jobId, reason: REASON })).rejects.toMatchObject({
      code: 'job_not_found',
    });
    expect(await auditOf('job.retry')).toMatchObject([{ subjectId: jobId }]);
  });

  it('tells the figures of the day, each with the list behind it', async () => {
    const { rows } = await world.db.query<{ minor: number; count: number }>(
      `select sum(captured_minor)::int as minor, count(*)::int as count from payment_attempts where status = 'succeeded'`,
    );
    const read = () => inside.get<DashboardQueries>('back-office', 'DashboardQueries').read();
    const { payments } = await eventually(async () => {
      const told = await read();
      const captured = told.revenue.reduce((sum, { captured: { minor } }) => sum + minor, 0);
      return captured === rows[0]!.minor && told;
    });
    expect(payments).toMatchObject([{ method: 'credit_card', outcome: 'succeeded', count: rows[0]!.count }]);

    const { ordersByStatusAndAge } = await read();
    const confirmed = ordersByStatusAndAge.find(
      ({ status, age }) => status === 'confirmed' && age === 'up_to_a_day',
    )!;
    expect(confirmed.count).toBe(4);
    expect(await orders().countUpTo(confirmed.behind.filter)).toBe(4);
  });
});
