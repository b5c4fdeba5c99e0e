import { sql, type RawBuilder } from 'kysely';
import { REMEDIES } from '../../interventions/index.js';
import type { Db } from '../../shared/database/unit-of-work.js';
import type { Age, Dashboard, Figure, ListBehind } from './dashboard.js';

type OpenFigures = Omit<Dashboard, 'revenue' | 'payments' | 'jobs' | 'countedAt'>;

/** More than this of anything is one figure: too many. */
export const MOST_OF_A_FIGURE = 1_000;

const OPEN = ['pending', 'confirmed', 'processing', 'shipped'] as const;

/** In days; what is open longer is looked at by itself. */
const AGES: readonly { readonly age: Age; readonly from: number; readonly until: number | null }[] = [
  { age: 'up_to_a_day', from: 0, until: 1 },
  { age: 'up_to_three_days', from: 1, until: 3 },
  { age: 'up_to_a_week', from: 3, until: 7 },
  { age: 'older', from: 7, until: null },
];

const most = sql.lit(MOST_OF_A_FIGURE);
const countOf = (table: string, where: RawBuilder<unknown>) =>
  sql`(select count(*)::int from (select 1 from ${sql.table(table)} where ${where} limit ${most}) c)`;

/** To the millisecond, as the link to the list says it: no order is on one side here and on the other one there. */
const daysAgo = (days: number) =>
  sql`date_trunc('milliseconds', now()) - make_interval(hours => ${sql.lit(24 * days)})`;

const kinds = sql.join(Object.keys(REMEDIES).map((kind) => sql.lit(kind)));
const openOfEachKind = sql`
  select k.kind, o.count, o.oldest as "oldestSeconds" from unnest(array[${kinds}]) k(kind) cross join lateral (
    select count(*)::int as count, extract(epoch from now() - min(opened_at))::float8 as oldest from (
      select opened_at from interventions where closed_at is null and kind = k.kind
      order by opened_at, id limit ${most}) i) o
  where o.count > 0 order by k.kind`;

/** What waits now: each by an index that holds little else, and no further than anybody would count. One statement. */
export async function openFigures(db: Db, minutesToExpiry: number): Promise<OpenFigures> {
  const cells = OPEN.flatMap((status) => AGES.map((age) => ({ status, ...age })));
  const counts = cells.map(({ status, from, until }) =>
    countOf(
      'orders',
      sql`status = ${sql.lit(status)} and ${from === 0 ? sql`true` : sql`created_at < ${daysAgo(from)}`}
        and ${until === null ? sql`true` : sql`created_at >= ${daysAgo(until)}`}`,
    ),
  );
  const { rows } = await sql<Counted>`
    select array[${sql.join(counts)}] as orders, extract(epoch from date_trunc('milliseconds', now())) * 1000 as "nowMs",
      ${countOf('payment_attempts', sql`status = 'unknown'`)} as unknown,
      ${countOf('refunds', sql`status = 'pending'`)} as refunds,
      ${countOf(
        'orders',
        sql`status = 'pending' and hold = 'held'
          and greatest(expires_at, expiry_check_at) < now() + make_interval(mins => ${minutesToExpiry})`,
      )} as holds,
      ${countOf('returns', sql`status in ('requested', 'approved')`)} as returns,
      ${countOf('mails', sql`status = 'failed'`)} as mails,
      coalesce((select json_agg(open) from (${openOfEachKind}) open), '[]') as interventions`.execute(db);
  const found = rows[0]!;
  return {
    ordersByStatusAndAge: cells.map(({ status, age, from, until }, index) => ({
      status,
      age,
      ...figure(found.orders[index]!, 'orders', {
        statuses: [status],
        created: spanOf(Number(found.nowMs), from, until),
      }),
    })),
    unknownOutcomes: figure(found.unknown, 'payments', { statuses: ['unknown'] }),
    refundsPending: figure(found.refunds, 'refunds', { statuses: ['pending'] }),
    holdsAboutToExpire: figure(found.holds, 'orders', { holdEndsWithinMinutes: minutesToExpiry }),
    returnsWaiting: figure(found.returns, 'returns', { statuses: ['requested', 'approved'] }),
    mailFailures: figure(found.mails, 'mails', { statuses: ['failed'] }),
    interventions: found.interventions.map(({ kind, count, oldestSeconds }) => ({
      kind,
      oldestSeconds,
      ...figure(count, 'interventions', { state: 'open', kinds: [kind] }),
    })),
  };
}

interface Counted {
  readonly orders: readonly number[];
  readonly nowMs: string;
  readonly unknown: number;
  readonly refunds: number;
  readonly holds: number;
  readonly returns: number;
  readonly mails: number;
  readonly interventions: readonly {
    readonly kind: string;
    readonly count: number;
    readonly oldestSeconds: number;
  }[];
}

function figure(count: number, list: ListBehind['list'], filter: ListBehind['filter']): Figure {
  return { count, behind: { list, filter } };
}

const DAY_MS = 24 * 3600_000;

function spanOf(nowMs: number, from: number, until: number | null): Readonly<Record<string, string>> {
  const ago = (days: number) => new Date(nowMs - days * DAY_MS).toISOString();
  return { ...(until !== null && { from: ago(until) }), ...(from > 0 && { until: ago(from) }) };
}
