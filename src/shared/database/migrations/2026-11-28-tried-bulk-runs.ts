import { Migration } from '@mikro-orm/migrations';

/** What a bulk run asks for, so that it can be seen whether the very same was tried dry before. */
export class TriedBulkRuns extends Migration {
  override up(): void {
    this.addSql(`
      alter table bulk_runs add column wish_digest text;
      create index bulk_runs_by_age on bulk_runs (started_at);`);
  }

  override down(): void {
    this.addSql(`
      drop index bulk_runs_by_age;
      alter table bulk_runs drop column wish_digest;`);
  }
}
