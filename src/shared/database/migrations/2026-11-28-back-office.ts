import { Migration } from '@mikro-orm/migrations';

/**
 * What people at the panel leave behind: notes on orders, refunds that wait for a second person, what is to be done to many
 * orders, and lists as files.
 */
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
    this.addSql(`
      create table bulk_runs (
        id uuid primary key,
        kind text not null check (kind in ('prepare', 'ship')),
        is_dry_run boolean not null,
        reason text not null,
        started_by uuid not null,
        started_at timestamptz not null default now()
      );
      create table bulk_rows (
        run_id uuid not null references bulk_runs on delete cascade,
        row_no integer not null,
        lines integer[] not null,
        wish jsonb not null,
        status text not null check (status in ('waiting', 'done', 'already_done', 'refused')),
        code text,
        sentence text,
        preview jsonb,
        next_try_at timestamptz not null default now(),
        finished_at timestamptz,
        primary key (run_id, row_no),
        constraint a_row_that_has_ended_says_when check ((status = 'waiting') = (finished_at is null))
      );
      create index bulk_rows_to_do on bulk_rows (run_id, row_no) where status = 'waiting';`);
    this.addSql(`
      create table exports (
        id uuid primary key,
        list text not null,
        filter jsonb not null,
        shows_personal_data boolean not null,
        reason text not null,
        requested_by uuid not null,
        requested_at timestamptz not null default now(),
        status text not null check (status in ('waiting', 'done', 'failed')),
        lease uuid,
        tries integer not null default 0,
        next_try_at timestamptz not null default now(),
        row_count integer not null default 0,
        bytes bigint not null default 0,
        code text,
        finished_at timestamptz
      );
      create index exports_of_a_person on exports (requested_by, id desc);
      create index exports_to_make on exports (next_try_at, id) where status = 'waiting';
      create index exports_by_age on exports (requested_at);
      create table export_chunks (
        export_id uuid not null references exports on delete cascade,
        chunk_no integer not null,
        content text not null,
        primary key (export_id, chunk_no)
      );`);
  }

  override down(): void {
    this.addSql(`drop table export_chunks, exports, bulk_rows, bulk_runs, refund_proposals, order_notes;`);
  }
}
