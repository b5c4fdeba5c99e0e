import { Migration } from '@mikro-orm/migrations';

/** Orders of what there is: units that were wanted and not to be had, and units that are owed until they are. */
export class PartialOrders extends Migration {
  override up(): void {
    this.addSql(`
      alter table products add column backorderable boolean not null default false;
      alter table orders add column unavailable_items jsonb;
      alter table order_lines
        add column backordered integer not null default 0,
        add constraint no_more_is_owed_than_was_ordered check (backordered between 0 and quantity);
      create index order_lines_that_wait_for_units on order_lines (product_id, order_id) where backordered > 0;`);
  }

  override down(): void {
    this.addSql(`
      alter table order_lines drop column backordered;
      alter table orders drop column unavailable_items;
      alter table products drop column backorderable;`);
  }
}
