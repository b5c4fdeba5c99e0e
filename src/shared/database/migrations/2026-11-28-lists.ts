import { Migration } from '@mikro-orm/migrations';

/**
 * A customer's orders of one status, and what they have paid just now, without a walk over all their orders. The first
 * also counts pending ones; status is a column of other indexes already, so a new status wrote all of them before.
 */
export class Lists extends Migration {
  override up(): void {
    this.addSql(`
      create index orders_of_a_customer_by_status on orders (customer_id, status, created_at desc, id desc);
      drop index orders_pending_of_a_customer;
      create index payments_of_a_customer on payment_attempts (customer_id, settled_at) where status = 'succeeded';`);
  }

  override down(): void {
    this.addSql(`
      drop index payments_of_a_customer;
      create index orders_pending_of_a_customer on orders (customer_id) where status = 'pending';
      drop index orders_of_a_customer_by_status;`);
  }
}
