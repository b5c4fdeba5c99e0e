import { Migration } from '@mikro-orm/migrations';

/** What a commit tells and books, beside the stock and the ledger of money. */
const TABLES = ['events', 'audit_log', 'stock_movements', 'ledger_transfers'];

/**
 * A transaction that waited for a lock began before the one that it waited for. What it tells happened after: rows take
 * the moment at which they are written, under the lock, so that a timeline never shows an effect before its cause.
 */
export class ToldInOrder extends Migration {
  override up(): void {
    for (const table of TABLES)
      this.addSql(`alter table ${table} alter column occurred_at set default clock_timestamp();`);
  }

  override down(): void {
    for (const table of TABLES)
      this.addSql(`alter table ${table} alter column occurred_at set default now();`);
  }
}
