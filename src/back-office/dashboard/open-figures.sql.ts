import { sql, type RawBuilder } from 'kysely';
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

const daysAgo = (days: number) => sql`now() - make_interval(days => ${sql.lit(days)})`;

/** What waits now: each by an index that holds little else, and no further than anybody would count. One statement. */
export async function openFigures(db: Db, minutesToExpiry: number): Promise<OpenFigures> {
  const cells = OPEN.flatMap((status) => AGES.map((age) => ({ status, ...age })));
  const counts = cells.map(({ status, from, until }) =>
    countOf(
      'orders',
      sql`status = ${sql.lit(status)} and created_at <= ${daysAgo(from)}
        and ${until === null ? sql`true` : sql`created_at > ${daysAgo(until)}`}`,
    ),
  );
  const { rows } = await sql<Counted>`
    select array[${sql.join(counts)}] as orders, now()::text as now,
      ${countOf('payment_attempts', sql`status = 'unknown'`)} as unknown,
      ${countOf('refunds', sql`status = 'pending'`)} as refunds,
      ${countOf(
        'orders',
        sql`status = 'pending' and hold = 'held'
          and greatest(expires_at, expiry_check_at) < now() + make_interval(mins => ${minutesToExpiry})`,
      )} as holds,
      ${countOf('returns', sql`status in ('requested', 'approved')`)} as returns,
      ${countOf('mails', sql`status = 'failed'`)} as mails,
      coalesce((select json_agg(json_build_object('kind', kind, 'count', count) order by kind) from (
        select kind, count(*)::int as count from (
          select kind from interventions where closed_at is null limit ${most}) i group by kind) k), '[]') as interventions
  `.execute(db);
  const found = rows[0]!;
  return {
    ordersByStatusAndAge: cells.map(({ status, age, from, until }, index) => ({
      status,
      age,
      ...figure(found.orders[index]!, 'orders', { statuses: [status], created: spanOf(from, until) }),
    })),
    unknownOutcomes: figure(found.unknown, 'payments', { statuses: ['unknown'] }),
    refundsPending: figure(found.refunds, 'refunds', { statuses: ['pending'] }),
    holdsAboutToExpire: figure(found.holds, 'orders', { holdEndsWithinMinutes: minutesToExpiry }),
    returnsWaiting: figure(found.returns, 'returns', { statuses: ['requested', 'approved'] }),
    mailFailures: figure(found.mails, 'mails', { statuses: ['failed'] }),
    interventions: found.interventions.map(({ kind, count }) => ({
      kind,
      ...figure(count, 'interventions', { state: 'open', kinds: [kind] }),
    })),
  };
}

interface Counted {
  readonly orders: readonly number[];
  readonly unknown: number;
  readonly refunds: number;
  readonly holds: number;
  readonly returns: number;
  readonly mails: number;
  readonly interventions: readonly { readonly kind: string; readonly count: number }[];
}

function figure(count: number, list: ListBehind['list'], filter: ListBehind['filter']): Figure {
  return { count, behind: { list, filter } };
}

const DAY_MS = 24 * 3600_000;

const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

const spanOf = (from: number, until: number | null): Readonly<Record<string, string>> => ({
  ...(until !== null && { from: ago(until) }),
  ...(from > 0 && { until: ago(from) }),
});
