import { Migration } from '@mikro-orm/migrations';

/**
 * What waits for a person is read from its oldest end, by the moment at which it came up: ids are made by several clocks.
 * The figures of days are counted anew: a payment now counts on the day on which it was tried, and money on that of its booking.
 */
export class OldestNeeds extends Migration {
  override up(): void {
    this.addSql(`
      drop index interventions_open;
      create index interventions_by_time on interventions (opened_at, id);
      create index interventions_open on interventions (opened_at, id) where closed_at is null;
      create index interventions_open_of_a_kind on interventions (kind, opened_at, id) where closed_at is null;`);
    this.addSql(`
      delete from daily_figures;
      update daily_figures_cursor set counted_at = null, position = coalesce(
        (select min(position) - 1 from events where occurred_at >= date_trunc('day', now(), 'UTC') - interval '30 days'),
        (select max(position) from events), 0);`);
  }

  override down(): void {
    this.addSql(`
      drop index interventions_open_of_a_kind, interventions_open, interventions_by_time;
      create index interventions_open on interventions (id desc) where closed_at is null;`);
  }
}
