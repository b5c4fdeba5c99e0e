import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { Dashboard } from './dashboard.js';

const DAYS_OF_REVENUE = 14;
const DAYS_OF_PAYMENTS = 7;
const DAY_MS = 24 * 3600_000;

interface DayRow {
  readonly day: string;
  readonly figure: 'captured' | 'refunded' | 'payment';
  readonly currency: string;
  readonly method: string;
  readonly outcome: string;
  readonly count: number;
  readonly amountMinor: number;
}

interface Counted {
  /** Of the database, in UTC: `2026-11-28`. */
  readonly today: string;
  readonly rows: readonly DayRow[];
  readonly countedAt: string | null;
}

/** What has been, by days of UTC, as the worker has counted it. */
@Injectable()
export class DailyFigures {
  constructor(private readonly uow: UnitOfWork) {}

  async read(): Promise<Pick<Dashboard, 'revenue' | 'payments' | 'countedAt'>> {
    const { rows } = await sql<Counted>`
      select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as today,
        (select to_json(counted_at) #>> '{}' from daily_figures_cursor) as "countedAt",
        coalesce((select json_agg(json_build_object('day', to_char(day, 'YYYY-MM-DD'), 'figure', figure,
            'currency', currency, 'method', method, 'outcome', outcome, 'count', count, 'amountMinor', amount_minor)
            order by currency, method, outcome, day)
          from daily_figures
          where day > (now() at time zone 'UTC')::date - ${DAYS_OF_REVENUE}::int), '[]') as rows`.execute(
      this.uow.db,
    );
    const counted = rows[0]!;
    return {
      revenue: revenueOf(counted),
      payments: paymentsOf(counted),
      countedAt: counted.countedAt && new Date(counted.countedAt).toISOString(),
    };
  }
}

/** Every day of each currency, also one on which nothing was taken: a gap would look like the day before. */
function revenueOf({ today, rows }: Counted): Dashboard['revenue'] {
  const money = rows.filter(({ figure }) => figure !== 'payment');
  const minorOf = (figure: DayRow['figure'], day: string, currency: string) =>
    money.find((row) => row.figure === figure && row.day === day && row.currency === currency)?.amountMinor ??
    0;
  return [...new Set(money.map(({ currency }) => currency))].flatMap((currency) =>
    daysUpTo(today, DAYS_OF_REVENUE).map((day) => {
      const behind = (movement: 'captured' | 'refunded') => ({
        list: 'ledger' as const,
        filter: { movements: [movement], currency, occurred: spanOf(day, day) },
      });
      return {
        day,
        currency,
        captured: { minor: minorOf('captured', day, currency), behind: behind('captured') },
        refunded: { minor: minorOf('refunded', day, currency), behind: behind('refunded') },
      };
    }),
  );
}

function paymentsOf({ today, rows }: Counted): Dashboard['payments'] {
  const days = daysUpTo(today, DAYS_OF_PAYMENTS);
  const created = spanOf(days[0]!, today);
  const lately = rows.filter(({ figure, day }) => figure === 'payment' && days.includes(day));
  const kinds = Map.groupBy(lately, ({ method, outcome }) => `${method} ${outcome}`);
  return [...kinds.values()]
    .map((kind) => {
      const { method, outcome } = kind[0]!;
      const what = outcome === 'succeeded' ? { statuses: ['succeeded'] } : { failureReason: outcome };
      const count = kind.reduce((sum, row) => sum + row.count, 0);
      return {
        method,
        outcome,
        count,
        behind: { list: 'payments' as const, filter: { ...what, method, created } },
      };
    })
    .filter(({ count }) => count > 0);
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** So many days, the last of them today. */
const daysUpTo = (today: string, days: number): string[] =>
  Array.from({ length: days }, (_, index) => dayOf(Date.parse(today) - (days - 1 - index) * DAY_MS));

/** From the beginning of a day to the end of another one. */
const spanOf = (first: string, last: string) => ({
  from: new Date(first).toISOString(),
  until: new Date(Date.parse(last) + DAY_MS).toISOString(),
});
