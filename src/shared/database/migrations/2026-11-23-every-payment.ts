import { Migration } from '@mikro-orm/migrations';

/** Amounts fit a JSON number exactly. */
const amount = (column: string, more = '') =>
  `${column} bigint not null ${more} check (${column} between 0 and 9007199254740991)`;

/** What every method needs: approval before the money is taken, capture later, disputes, fees. */
export class EveryPayment extends Migration {
  override up(): void {
    this.addSql(`
      alter table payment_attempts
        add column captures_later boolean not null default false,
        add column ${amount('authorized_minor', 'default 0')},
        add column ${amount('released_minor', 'default 0')},
        add column ${amount('disputed_minor', 'default 0')},
        add column completing_since timestamptz,
        add column closing_since timestamptz,
        add constraint no_more_is_used_than_was_promised
          check (not captures_later or captured_minor + released_minor <= greatest(authorized_minor, captured_minor)),
        add constraint what_is_being_closed_is_not_completed check (closing_since is null or completing_since is null);
      create index attempts_undecided_at_a_gateway on payment_attempts (gateway, next_check_at)
        where status not in ('succeeded', 'failed');
      drop index attempts_to_ask_about;`);

    this.addSql(`
      create table captures (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        attempt_id uuid not null references payment_attempts,
        parcel_id uuid unique references parcels,
        ${amount('amount_minor')},
        currency char(3) not null,
        is_last boolean not null,
        captured_before_minor bigint,
        status text not null check (status in ('pending', 'succeeded', 'failed')),
        gateway_capture_id text,
        failure_code text,
        next_check_at timestamptz,
        checks integer not null default 0,
        created_at timestamptz not null default now(),
        settled_at timestamptz,
        constraint a_capture_takes_something_or_ends_it check (amount_minor > 0 or is_last)
      );
      create index on captures (order_id);
      create index on captures (attempt_id, created_at);
      create unique index an_authorisation_ends_once on captures (attempt_id) where is_last and status <> 'failed';
      create index captures_to_finish on captures (next_check_at) where status = 'pending';
      create trigger captures_keep_their_amount before update on captures
        for each row execute function money_never_changes();

      create table disputes (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        attempt_id uuid not null references payment_attempts,
        gateway text not null,
        gateway_dispute_id text not null,
        status text not null check (status in ('open', 'under_review', 'won', 'lost')),
        reason text not null,
        ${amount('amount_minor')},
        ${amount('withdrawn_minor', 'default 0')},
        currency char(3) not null,
        evidence_due_by timestamptz,
        opened_at timestamptz not null default now(),
        closed_at timestamptz,
        unique (gateway, gateway_dispute_id)
      );
      create index on disputes (order_id);
      create index on disputes (attempt_id);
      create trigger disputes_keep_their_amount before update on disputes
        for each row execute function money_never_changes();`);

    this.addSql(`
      alter table refunds add column retry_of uuid references refunds;
      create unique index a_refund_is_retried_once_at_a_time on refunds (retry_of) where status <> 'failed';
      alter table ledger_transfers drop constraint ledger_transfers_movement_check;
      alter table ledger_transfers add constraint ledger_transfers_movement_check check (movement in
        ('authorized', 'authorization_used', 'released', 'captured', 'refunded', 'refund_failed',
         'disputed', 'dispute_won', 'dispute_lost', 'fee'));`);
  }

  override down(): void {
    this.addSql(`
      drop table disputes, captures;
      alter table refunds drop column retry_of;
      alter table ledger_transfers drop constraint ledger_transfers_movement_check;
      alter table ledger_transfers add constraint ledger_transfers_movement_check
        check (movement in ('captured', 'refunded', 'refund_failed'));
      create index attempts_to_ask_about on payment_attempts (next_check_at)
        where status not in ('succeeded', 'failed');
      drop index attempts_undecided_at_a_gateway;
      alter table payment_attempts drop column captures_later, drop column authorized_minor, drop column released_minor,
        drop column disputed_minor, drop column completing_since, drop column closing_since;`);
  }
}
