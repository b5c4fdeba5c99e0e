import { runCheck } from '../../src/app/verify/run-check.js';
import { stockChecks } from '../../src/catalogue/stock-checks.js';
import { MISSING_PAPERS } from '../../src/invoices/checks/missing-papers.js';
import { holdChecks } from '../../src/orders/checks/hold-checks.js';
import { eventuallyNone } from './eventually.js';
import { givenAtGateways, takenAtGateways } from './gateway-books.js';
import { MAILS_ALLOWED, MAILS_DUE } from './mails-due.js';
import { size } from './sizes.js';
import { watch, type Watch } from './watch.js';
import type { World } from './world.js';

/** What `verify` does not look at. Each lists the rows that break a rule, so that a failure shows them. */
const ALWAYS: Readonly<Record<string, string>> = {
  'every event is about an order that exists': `select e.* from events e left join orders o on o.id = e.order_id
    where o.id is null and e.product_id is null and e.type not like all ('{user.%,webhook_endpoint.%}')`,
  'every change of an order that left an event left an audit row': `
    select o.number from orders o where not exists (select from audit_log a where a.subject_id = o.number)`,
};

/** These hold once everything that was under way has ended. */
const AT_REST: Readonly<Record<string, string>> = {
  'no order keeps a hold that no payment can use any more': `
    select o.number, o.status, o.hold from orders o where o.hold = 'held' and o.status <> 'pending'`,
  'no mail is written but for an event that causes it': `
    select m.event_id, m.template from mails m except (${MAILS_ALLOWED})`,
};

/**
 * What is still under way: undecided attempts, refunds on their way, webhooks that wait. That an intent was made is news that
 * no gateway is subscribed to tell: only the sandbox tells it, of the intents too that a test has twisted beyond reading.
 */
const UNDER_WAY = `
  select 'attempt' as what, id::text, status from payment_attempts
    where status in ('started', 'unknown') and failure_code is distinct from 'amount_mismatch'
  union all select 'refund', id::text, status from refunds where status = 'pending'
  union all select 'capture', id::text, status from captures where status = 'pending'
  union all select 'webhook', event_id, type from stored_webhooks
    where applied_at is null and type <> 'payment_intent.created'`;

const MAILS_UNDER_WAY = `
  select 'mail' as what, due.* from (${MAILS_DUE}) due
    where not exists (select from mails m
      where m.event_id = due.event_id and m.template = due.template and m.status <> 'queued')`;

/** Everything has come to its end by then, on a busy machine too. */
const REST_MS = size({ short: 15_000, full: 300_000 });

const PAPERS_UNDER_WAY = `select 'paper' as what, missing.* from (${MISSING_PAPERS}) missing`;

/** What the reconciler would look at in some seconds or minutes, it looks at now; never before a deadline. */
export async function hurry(world: World): Promise<void> {
  await world.db.query(
    `update payment_attempts set next_check_at = now()
     where status not in ('succeeded', 'failed') and deadline_at <= now() and next_check_at > now()`,
  );
  await world.db.query(
    `update refunds set next_check_at = now() where status = 'pending' and checks > 0 and next_check_at > now()`,
  );
  await world.db.query(
    `update orders set expiry_check_at = now() where status = 'pending' and expiry_check_at > now()`,
  );
  await world.db.query(
    `update captures set next_check_at = now() where status = 'pending' and checks > 0 and next_check_at > now()`,
  );
}

/** A job that met a gateway that was down waits longer with every try. */
const WAITING_JOBS_RUN_NOW = `
  update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`;

/** Waits until nothing is under way; time between the reconciler's looks is skipped. Needs gateway and worker. */
export function rest(world: World): Promise<void> {
  return nothingLeft(world, UNDER_WAY);
}

function nothingLeft(world: World, question: string): Promise<void> {
  return eventuallyNone(
    async () => {
      await hurry(world);
      await world.db.query(WAITING_JOBS_RUN_NOW);
      return (await world.db.query(question)).rows;
    },
    { withinMs: REST_MS },
  );
}

async function expectNoRows(world: World, rules: Readonly<Record<string, string>>): Promise<void> {
  for (const [rule, sql] of Object.entries(rules)) {
    const { rows } = await world.db.query(sql);
    expect({ rule, broken: rows }).toEqual({ rule, broken: [] });
  }
}

/** G1 to G6 and G13 over everything that a spec file has done. */
export async function expectInvariants(world: World): Promise<void> {
  await expectNoBreak(world);
  await expectNoRows(world, ALWAYS);
  await rest(world);
  await nothingLeft(world, MAILS_UNDER_WAY);
  await nothingLeft(world, PAPERS_UNDER_WAY);
  await expectNoBreak(world, '--grace', '0');
  await expectNoRows(world, { ...ALWAYS, ...AT_REST });
  await expectUnitsAddUp(world);
  await expectGatewayAgrees(world);
  await expectKeysOfOurs(world);
  await expectOneMailPerEvent(world);
}

/** The product's own comparison. Without grace it may look between two steps of the worker: what is wrong stays so. */
async function expectNoBreak(world: World, ...options: string[]): Promise<void> {
  const wrong = async () => {
    const { code, stdout } = await world.verify('--json', ...options);
    return code === 0 ? undefined : stdout;
  };
  if (await wrong()) expect(await wrong()).toBeUndefined();
}

/** What is on hand and what orders have of it is what each product was stocked with. */
export async function expectUnitsAddUp(world: World): Promise<void> {
  const { rows } = await world.db.query<{ id: string; units: number }>(
    `select s.product_id as id, s.on_hand + coalesce(sum(l.quantity - l.backordered - l.cancelled - (
         select coalesce(sum(b.restocked), 0) from return_lines b
         where b.order_id = l.order_id and b.line_no = l.line_no)), 0)::int as units
     from stock s left join (order_lines l join orders o on o.id = l.order_id and o.hold = 'sold') using (product_id)
     group by s.product_id`,
  );
  const counted = new Map(rows.map(({ id, units }) => [id, units]));
  for (const [product, initial] of world.stocked) {
    expect({ product, units: counted.get(product) }).toEqual({ product, units: initial });
  }
}

/** The gateways' journals are the witness: what they took are our captured amounts, what they gave back our refunds. */
async function expectGatewayAgrees(world: World): Promise<void> {
  // Another amount than was asked for is not ours: a person decides.
  const mismatches = await world.db.query<{ id: string }>(
    `select id from payment_attempts where failure_code = 'amount_mismatch'`,
  );
  const others = new Set<string | undefined>(mismatches.rows.map(({ id }) => id));
  const attempts = await world.db.query(
    `select id as attempt, intent_id as intent, captured_minor::int as amount, currency from payment_attempts
     where captured_minor > 0`,
  );
  const taken = (await takenAtGateways(world)).filter(({ attempt }) => !others.has(attempt));
  expect(sorted(taken)).toEqual(sorted(attempts.rows));

  const refunds = await world.db.query(
    `select id as refund, amount_minor::int as amount from refunds where status = 'succeeded'`,
  );
  expect(sorted(await givenAtGateways(world))).toEqual(sorted(refunds.rows));
}

/** What a test asks of the gateway by itself carries a key of this kind. */
export const keyOfATest = (): string => `test:${crypto.randomUUID()}`;

/** Everything that changes something at the gateway is sent under the one key that its attempt or refund has for it. */
async function expectKeysOfOurs(world: World): Promise<void> {
  const { rows } = await world.db.query<{ key: string }>(
    `select id || ':' || call as key from payment_attempts, unnest(array['create', 'confirm', 'cancel', 'token', 'customer']) call
     union all select id || ':refund' from refunds union all select id || ':capture' from captures`,
  );
  const keys = new Set(rows.map((row) => row.key));
  const posts = (await world.gateway.journal('request')).filter((entry) => entry.method === 'POST');
  const foreign = posts
    .map(({ idempotencyKey }) => idempotencyKey ?? 'none')
    .filter((key) => !keys.has(key.replace(/:apply:\d+$/, ':create')) && !key.startsWith('test:'));
  expect({ 'keys that no attempt or refund has': foreign }).toEqual({
    'keys that no attempt or refund has': [],
  });
}

const sorted = (rows: readonly object[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

async function expectOneMailPerEvent(world: World): Promise<void> {
  const { rows } = await world.db.query<{ message_id: string }>(
    `select message_id from mails where status = 'sent'`,
  );
  const arrived = world.mail.mails.map((mail) => mail.messageId);
  expect([...new Set(arrived)].sort()).toEqual(rows.map((row) => row.message_id).sort());
}

const STOCK_RULES = [
  ...stockChecks,
  ...holdChecks.filter(({ name }) =>
    ['order_units_differ_from_the_ledger', 'sold_units_not_taken'].includes(name),
  ),
];

/** Breaks of any rule about stock, all of them seen at one moment. */
export async function stockBreaks(world: World): Promise<unknown[]> {
  const snapshot = await world.db.connect();
  try {
    await snapshot.query('begin isolation level repeatable read read only');
    const broken: unknown[] = [];
    for (const rule of STOCK_RULES) {
      const { breaks } = await runCheck(snapshot, rule, { cutoff: new Date() });
      broken.push(...breaks.map((each) => ({ rule: rule.name, ...each })));
    }
    return broken;
  } finally {
    await snapshot.query('rollback');
    snapshot.release();
  }
}

/** Looks at the stock all the time that tests run. */
export const watchStock = (world: World, everyMs = 100): Watch =>
  watch(world, [() => stockBreaks(world)], everyMs);

/** No two transactions ever waited for each other in a circle. Ends api and worker: a session tells its numbers then at the latest. */
export async function expectNoDeadlocks(world: World): Promise<void> {
  await Promise.all([world.api.stop(), world.worker!.stop()]);
  const { rows } = await world.db.query(
    'select deadlocks::int, xact_commit > 1000 as counted from pg_stat_database where datname = current_database()',
  );
  expect(rows).toEqual([{ deadlocks: 0, counted: true }]);
}
