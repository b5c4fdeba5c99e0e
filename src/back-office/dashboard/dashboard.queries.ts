import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { JobQueue } from '../../shared/events/job-queue.js';
import type { Dashboard } from './dashboard.js';
import { openFigures } from './open-figures.sql.js';

const DAYS_OF_REVENUE = 14;
const DAYS_OF_PAYMENTS = 7;
const DAY_MS = 24 * 3600_000;
const MINUTES_TO_EXPIRY = 60;

interface DayRow {
  readonly day: string;
  readonly figure: 'captured' | 'refunded' | 'payment';
  readonly currency: string;
  readonly method: string;
  readonly outcome: string;
  readonly count: number;
  readonly amountMinor: number;
}

/** The day's figures. What is open is counted by small indexes, what has been by the day; nothing grows with the shop. */
@Injectable()
export class DashboardQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly jobs: JobQueue,
  ) {}

  async read(): Promise<Dashboard> {
    const [open, days, backlogs, countedAt] = await Promise.all([
      openFigures(this.uow.db, MINUTES_TO_EXPIRY),
      this.days(),
      this.jobs.backlogs(),
      this.countedAt(),
    ]);
    return {
      ...open,
      revenue: revenueOf(days),
      payments: paymentsOf(days),
      jobs: backlogs.map((backlog) => ({
        ...backlog,
        behind: { list: backlog.dead > 0 ? 'deadJobs' : 'queues', filter: {} },
      })),
      countedAt,
    };
  }

  private async days(): Promise<readonly DayRow[]> {
    const { rows } = await sql<DayRow>`
      select to_char(day, 'YYYY-MM-DD') as day, figure, currency, method, outcome, count,
        amount_minor as "amountMinor"
      from daily_figures where day > (now() at time zone 'UTC')::date - ${DAYS_OF_REVENUE}::int
      order by day, figure, currency, method, outcome`.execute(this.uow.db);
    return rows;
  }

  private async countedAt(): Promise<string | null> {
    const { rows } = await sql<{ at: string | null }>`
      select to_json(counted_at) #>> '{}' as at from daily_figures_cursor`.execute(this.uow.db);
    return rows[0]?.at ? new Date(rows[0].at).toISOString() : null;
  }
}

function revenueOf(days: readonly DayRow[]): Dashboard['revenue'] {
  const money = days.filter(({ figure }) => figure !== 'payment');
  const byDay = Map.groupBy(money, ({ day, currency }) => `${day} ${currency}`);
  const sumOf = (rows: readonly DayRow[], figure: DayRow['figure']) =>
    rows.filter((row) => row.figure === figure).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return [...byDay.values()].map((rows) => {
    const { day, currency } = rows[0]!;
    const until = new Date(Date.parse(day) + DAY_MS).toISOString();
    return {
      day,
      currency,
      capturedMinor: sumOf(rows, 'captured'),
      refundedMinor: sumOf(rows, 'refunded'),
      behind: {
        list: 'payments',
        filter: { statuses: ['succeeded'], created: { from: new Date(day).toISOString(), until } },
      },
    };
  });
}

function paymentsOf(days: readonly DayRow[]): Dashboard['payments'] {
  const from = new Date(Date.now() - DAYS_OF_PAYMENTS * DAY_MS).toISOString();
  const lately = days.filter(({ figure, day }) => figure === 'payment' && day > from.slice(0, 10));
  const kinds = Map.groupBy(lately, ({ method, outcome }) => `${method} ${outcome}`);
  return [...kinds.values()].map((rows) => {
    const { method, outcome } = rows[0]!;
    const what = outcome === 'succeeded' ? { statuses: ['succeeded'] } : { failureReason: outcome };
    return {
      method,
      outcome,
      count: rows.reduce((sum, { count }) => sum + count, 0),
      behind: { list: 'payments', filter: { ...what, method, created: { from } } },
    };
  });
}
