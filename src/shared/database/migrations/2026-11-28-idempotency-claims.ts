import { Migration } from '@mikro-orm/migrations';

/** Who holds a claim, and the payment that its request began. */
export class IdempotencyClaims extends Migration {
  override up(): void {
    this.addSql(`
      alter table idempotency_keys
        add column holder uuid,
        add column attempt_id uuid;`);
  }

  override down(): void {
    this.addSql(`alter table idempotency_keys drop column holder, drop column attempt_id;`);
  }
}
