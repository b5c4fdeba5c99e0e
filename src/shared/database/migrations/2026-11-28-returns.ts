import { Migration } from '@mikro-orm/migrations';

/** Units that are not wanted after all: cancelled before they are shipped, returned after. */
export class Returns extends Migration {
  override up(): void {
    this.addSql(`
      alter table order_lines
        add column cancelled integer not null default 0,
        add constraint no_more_is_cancelled_than_was_ordered
          check (cancelled >= 0 and cancelled + backordered <= quantity);`);

    this.addSql(`
      create table returns (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        status text not null check (status in ('requested', 'approved', 'refused', 'received')),
        carries_refund boolean not null,
        reason text not null,
        decided_note text,
        requested_by text not null check (requested_by in ('customer', 'admin')),
        refund_id uuid references refunds,
        requested_at timestamptz not null default now(),
        decided_at timestamptz,
        received_at timestamptz,
        constraint a_decision_has_its_time check ((status = 'requested') = (decided_at is null)),
        constraint a_receipt_has_its_time check ((status = 'received') = (received_at is not null)),
        constraint a_refund_is_that_of_a_receipt check (refund_id is null or (carries_refund and status = 'received'))
      );
      create index returns_of_an_order on returns (order_id, requested_at);
      create table return_lines (
        return_id uuid not null references returns,
        order_id uuid not null,
        line_no integer not null,
        product_id text not null references products,
        customer_id uuid not null,
        quantity integer not null check (quantity > 0),
        restocked integer not null default 0 check (restocked >= 0),
        written_off integer not null default 0 check (written_off >= 0),
        primary key (return_id, line_no),
        foreign key (order_id, line_no) references order_lines,
        constraint no_more_comes_back_than_was_announced check (restocked + written_off <= quantity)
      );
      create index return_lines_of_an_order on return_lines (order_id, line_no);`);
  }

  override down(): void {
    this.addSql(`
      drop table return_lines, returns;
      alter table order_lines drop column cancelled;`);
  }
}
