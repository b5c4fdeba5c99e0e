import { eventually } from './eventually.js';
import type { World } from './world.js';

/** Each lists the rows that break a rule, so that a failure shows them. They hold at every moment, under any fault. */
const ALWAYS: Readonly<Record<string, string>> = {
  'stock is on hand at least as much as it is held, and neither is below zero':
    'select * from stock where not (on_hand >= held and held >= 0)',
  'what is held is what the orders with a hold have': `
    select s.product_id, s.held, coalesce(sum(l.quantity), 0) as promised
    from stock s left join (order_lines l join orders o on o.id = l.order_id and o.hold = 'held') using (product_id)
    group by s.product_id, s.held having s.held <> coalesce(sum(l.quantity), 0)`,
  'an order that is confirmed or further is paid by one succeeded attempt over its amount': `
    select o.number, o.status, a.* from orders o left join payment_attempts a on a.id = o.paid_attempt_id
    where o.status in ('confirmed', 'processing', 'shipped', 'delivered')
      and (a.status, a.amount_minor, greatest(a.captured_minor, a.authorized_minor), a.currency, a.order_id)
        is distinct from ('succeeded', o.grand_total_minor, o.grand_total_minor, o.currency, o.id)`,
  'money of an attempt that pays no order has a refund of all of it': `
    select o.number, a.* from payment_attempts a join orders o on o.id = a.order_id
    where a.status = 'succeeded' and a.refunded_minor + a.disputed_minor < a.captured_minor
      and (o.status = 'cancelled' or o.paid_attempt_id is distinct from a.id)
      and not exists (select from refunds r where r.attempt_id = a.id and r.status = 'failed')`,
  'what an attempt counts as refunded is the sum of its refunds': `
    select a.id, a.refunded_minor, sum(r.amount_minor) filter (where r.status in ('pending', 'succeeded')) as allocated
    from payment_attempts a left join refunds r on r.attempt_id = a.id
    group by a.id having a.status = 'succeeded'
      and a.refunded_minor <> coalesce(sum(r.amount_minor) filter (where r.status in ('pending', 'succeeded')), 0)`,
  'the ledger of every order sums to zero':
    'select order_id, currency, sum(amount_minor) from ledger_entries group by 1, 2 having sum(amount_minor) <> 0',
  'the ledger of every order is what was captured less what was refunded': `
    select o.number, captured.sum, refunded.sum, booked.sum from orders o,
      lateral (select coalesce(sum(captured_minor), 0) from payment_attempts where order_id = o.id) captured (sum),
      lateral (select coalesce(sum(amount_minor), 0) from refunds where order_id = o.id and status = 'succeeded') refunded (sum),
      lateral (select coalesce(sum(amount_minor), 0) from ledger_entries
               where order_id = o.id and account like 'gateway:%' and movement in ('captured', 'refunded', 'refund_failed')) booked (sum)
    where booked.sum <> captured.sum - refunded.sum`,
  'every event is about an order that exists':
    'select e.* from events e left join orders o on o.id = e.order_id where o.id is null',
  'an order is created once, confirmed at most once and cancelled at most once': `
    select order_id, type, count(*) from events where type in ('order.created', 'order.confirmed', 'order.cancelled')
    group by 1, 2 having count(*) > 1`,
  'the last event that moved an order names its status': `
    select o.number, o.status, last.to from orders o, lateral (
      select e.data->>'to' as to from events e where e.order_id = o.id and e.data->>'to' is not null
      order by e.occurred_at desc, e.id desc limit 1) last
    where o.status <> last.to`,
  'every change of an order that left an event left an audit row': `
    select o.number from orders o where not exists (select from audit_log a where a.subject_id = o.number)`,
};

/** These hold once everything that was under way has ended. */
const AT_REST: Readonly<Record<string, string>> = {
  'no order keeps a hold that no payment can use any more': `
    select o.number, o.status, o.hold from orders o where o.hold = 'held' and o.status <> 'pending'`,
};

/** What is still under way: undecided attempts, refunds on their way, webhooks that wait. */
const UNDER_WAY = `
  select 'attempt' as what, id::text, status from payment_attempts
    where status in ('started', 'unknown') and failure_code is distinct from 'amount_mismatch'
  union all select 'refund', id::text, status from refunds where status = 'pending'
  union all select 'capture', id::text, status from captures where status = 'pending'
  union all select 'webhook', event_id, type from stored_webhooks where applied_at is null`;

const MAILS_UNDER_WAY = `
  select 'mail' as what, e.id::text, e.type from events e join orders o on o.id = e.order_id
    where (e.type = 'order.confirmed' or (e.type = 'order.cancelled' and o.cancel_reason <> 'superseded'))
      and not exists (select from mails m where m.event_id = e.id and m.status <> 'queued')`;

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
    `update captures set next_check_at = now() where status = 'pending' and checks > 0 and next_check_at > now()`,
  );
}

/** Waits until nothing is under way; time between the reconciler's looks is skipped. Needs gateway and worker. */
export function rest(world: World): Promise<void> {
  return nothingLeft(world, UNDER_WAY);
}

async function nothingLeft(world: World, question: string): Promise<void> {
  let left: unknown[] = [];
  await eventually(
    async () => {
      await hurry(world);
      left = (await world.db.query(question)).rows;
      return left.length === 0;
    },
    { withinMs: 15_000 },
  ).catch(() => expect({ 'is still under way': left }).toEqual({ 'is still under way': [] }));
}

async function expectNoRows(world: World, rules: Readonly<Record<string, string>>): Promise<void> {
  for (const [rule, sql] of Object.entries(rules)) {
    const { rows } = await world.db.query(sql);
    expect({ rule, broken: rows }).toEqual({ rule, broken: [] });
  }
}

/** G1 to G6 and G13 over everything that a spec file has done. */
export async function expectInvariants(world: World): Promise<void> {
  await expectNoRows(world, ALWAYS);
  await rest(world);
  await nothingLeft(world, MAILS_UNDER_WAY);
  await expectNoRows(world, { ...ALWAYS, ...AT_REST });
  await expectUnitsAddUp(world);
  await expectGatewayAgrees(world);
  await expectKeysOfOurs(world);
  await expectOneMailPerEvent(world);
}

async function expectUnitsAddUp(world: World): Promise<void> {
  const { rows } = await world.db.query<{ id: string; units: number }>(
    `select s.product_id as id, s.on_hand + coalesce(sum(l.quantity), 0)::int as units
     from stock s left join (order_lines l join orders o on o.id = l.order_id and o.hold = 'sold') using (product_id)
     group by s.product_id`,
  );
  const counted = new Map(rows.map(({ id, units }) => [id, units]));
  for (const [product, initial] of world.stocked) {
    expect({ product, units: counted.get(product) }).toEqual({ product, units: initial });
  }
}

/** The gateway's journal is the witness: what it took are our captured amounts, what it gave back our refunds. */
async function expectGatewayAgrees(world: World): Promise<void> {
  const taken = new Map<string, { attempt: unknown; intent: unknown; amount: number; currency: unknown }>();
  const mismatches = await world.db.query<{ id: string }>(
    `select id from payment_attempts where failure_code = 'amount_mismatch'`,
  );
  // Another amount than was asked for is not ours: a person decides.
  const others = new Set<unknown>(mismatches.rows.map(({ id }) => id));
  for (const entry of await world.gateway.journal('charge', 'capture')) {
    const { intent = '', amount = 0, currency, metadata } = entry;
    const before = taken.get(intent)?.amount ?? 0;
    const attempt = metadata?.['attempt_id'];
    if (others.has(attempt)) continue;
    taken.set(intent, { attempt, intent, amount: before + amount, currency: currency?.toUpperCase() });
  }
  const attempts = await world.db.query(
    `select id as attempt, intent_id as intent, captured_minor::int as amount, currency from payment_attempts
     where captured_minor > 0`,
  );
  expect(sorted([...taken.values()])).toEqual(sorted(attempts.rows));

  const failed = new Set((await world.gateway.journal('refund_failed')).map(({ refund }) => refund));
  const given = (await world.gateway.journal('refund'))
    .filter(({ refund }) => !failed.has(refund))
    .map(({ amount, metadata }) => ({ refund: metadata?.['refund_id'], amount }));
  const refunds = await world.db.query(
    `select id as refund, amount_minor::int as amount from refunds where status = 'succeeded'`,
  );
  expect(sorted(given)).toEqual(sorted(refunds.rows));
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

/** Looks at the stock all the time that tests run, each look in one snapshot. `stop` answers with what it saw broken. */
export function watchStock(
  world: World,
  everyMs = 100,
): { stop(): Promise<{ looks: number; broken: unknown[] }> } {
  const rules = Object.values(ALWAYS).slice(0, 2);
  const seen = { looks: 0, broken: [] as unknown[] };
  let looking: Promise<unknown> = Promise.resolve();
  const look = async () => {
    for (const sql of rules) seen.broken.push(...(await world.db.query(sql)).rows);
    seen.looks++;
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
      return seen;
    },
  };
}
