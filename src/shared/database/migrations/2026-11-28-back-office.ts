import { Migration } from '@mikro-orm/migrations';

/** What people at the panel leave behind: notes on orders, and refunds that wait for a second person. */
export class BackOffice extends Migration {
  override up(): void {
    this.addSql(`
      create table order_notes (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null references users,
        author_id uuid not null,
        text text not null check (char_length(text) between 1 and 2000),
        written_at timestamptz not null default now()
      );
      create index notes_of_an_order on order_notes (order_id, written_at desc, id desc);
      create trigger order_notes_never_change before update or delete or truncate on order_notes
        for each statement execute function refuse_change();`);
    this.addSql(`
      create table refund_proposals (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null references users,
        move text not null check (move in ('refund', 'cancel', 'cancel_items')),
        input jsonb not null,
        version integer not null,
        amount_minor bigint not null check (amount_minor > 0),
        currency text not null,
        effects jsonb not null,
        reason text not null,
        status text not null check (status in ('open', 'approved', 'done', 'stale', 'rejected', 'expired')),
        proposed_by uuid not null,
        proposed_at timestamptz not null default now(),
        expires_at timestamptz not null,
        decided_by uuid,
        decided_at timestamptz,
        decided_reason text,
        failure_code text,
        constraint a_second_person_decides check (decided_by <> proposed_by),
        constraint what_is_decided_says_by_whom check (
          (decided_by is null) = (decided_at is null)
          and (status not in ('approved', 'done', 'rejected') or decided_by is not null))
      );
      create unique index one_proposal_of_an_order on refund_proposals (order_id) where status in ('open', 'approved');
      create index proposals_of_an_order on refund_proposals (order_id, proposed_at desc);
      create index proposals_that_wait on refund_proposals (proposed_at) where status = 'open';
      create index proposals_to_carry_out on refund_proposals (decided_at) where status = 'approved';`);
  }

  override down(): void {
    this.addSql(`drop table refund_proposals, order_notes;`);
  }
}
