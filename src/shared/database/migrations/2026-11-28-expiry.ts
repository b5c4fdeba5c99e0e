import { Migration } from '@mikro-orm/migrations';

/** Workers share the orders whose payment window has closed, and come back later to those that cannot be decided. */
export class Expiry extends Migration {
  override up(): void {
    this.addSql(`
      alter table orders
        add column expiry_check_at timestamptz,
        add column expiry_checks integer not null default 0;
      create index orders_to_expire on orders (greatest(expires_at, expiry_check_at)) where status = 'pending';
      drop index orders_that_expire;`);
  }

  override down(): void {
    this.addSql(`
      create index orders_that_expire on orders (expires_at) where status = 'pending';
      drop index orders_to_expire;
      alter table orders drop column expiry_check_at, drop column expiry_checks;`);
  }
}
