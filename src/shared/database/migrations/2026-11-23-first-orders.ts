import { Migration } from '@mikro-orm/migrations';

/** Amounts fit a JSON number exactly. */
const AMOUNT = 'bigint not null check (%s between 0 and 9007199254740991)';
const amount = (column: string) => `${column} ${AMOUNT.replace('%s', column)}`;

/** Rows that tell what happened are never rewritten. */
const insertOnly = (table: string) => `
  create trigger ${table}_is_insert_only before update or delete or truncate on ${table}
    for each statement execute function refuse_change();`;

export class FirstOrders extends Migration {
  override up(): void {
    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% rows are insert-only', tg_table_name using errcode = 'insufficient_privilege';
      end $$;`);

    this.addSql(`
      create table users (
        id uuid primary key,
        email_key text not null,
        personal jsonb not null,
        password_hash text,
        role text not null default 'customer' check (role in ('customer', 'admin')),
        created_at timestamptz not null default now()
      );
      create unique index users_one_account_per_email on users (email_key) where password_hash is not null;
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz
      );
      create index on sessions (user_id);
      create table refresh_tokens (
        token_hash text primary key,
        session_id uuid not null references sessions on delete cascade,
        created_at timestamptz not null default now(),
        used_at timestamptz
      );
      create index on refresh_tokens (session_id);`);

    this.addSql(`
      create table products (
        id text primary key,
        name text not null,
        description text not null,
        ${amount('price_minor')},
        currency char(3) not null,
        active boolean not null default true,
        created_at timestamptz not null default now()
      );
      create index products_by_name on products (name, id) where active;
      create table stock (
        product_id text primary key references products,
        on_hand integer not null check (on_hand >= 0),
        held integer not null default 0 check (held >= 0),
        constraint held_is_on_hand check (on_hand >= held)
      ) with (fillfactor = 50);`);

    this.addSql(`
      create table carts (
        customer_id uuid primary key references users,
        version integer not null default 1,
        emptied_by_order_id uuid,
        emptied_at timestamptz,
        updated_at timestamptz not null default now()
      ) with (fillfactor = 70);
      create table cart_lines (
        customer_id uuid not null references carts (customer_id) on delete cascade,
        product_id text not null references products,
        quantity integer not null check (quantity between 1 and 999),
        added_at timestamptz not null default now(),
        primary key (customer_id, product_id)
      );`);

    this.addSql(`
      create table orders (
        id uuid primary key,
        number text not null unique check (number ~ '^ORD-[0-9A-HJKMNP-TV-Z]{10}$'),
        customer_id uuid not null references users,
        cart_version integer,
        cart_cleared boolean not null,
        status text not null check (status in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled')),
        payment_status text not null check (payment_status in
          ('unpaid', 'pending', 'authorized', 'paid', 'partially_refunded', 'refunded', 'failed', 'unknown')),
        hold text not null check (hold in ('held', 'released', 'sold', 'returned')),
        payment_method text,
        currency char(3) not null,
        ${amount('total_minor')},
        ${amount('shipping_minor')},
        ${amount('tax_minor')},
        ${amount('grand_total_minor')},
        destination_key text not null,
        personal jsonb not null,
        email_status text check (email_status in ('queued', 'sent', 'failed')),
        cancel_reason text,
        cancel_note text,
        paid_attempt_id uuid,
        expires_at timestamptz,
        expiry_extended boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint totals_add_up check (grand_total_minor = total_minor + shipping_minor + tax_minor),
        constraint a_confirmed_order_is_paid check (status in ('pending', 'cancelled') or paid_attempt_id is not null),
        constraint a_cancelled_order_says_why check ((status = 'cancelled') = (cancel_reason is not null))
      ) with (fillfactor = 70);
      create index orders_of_a_customer on orders (customer_id, created_at desc, id desc);
      create unique index one_cart_one_order on orders (customer_id, cart_version)
        where cart_version is not null and status <> 'cancelled';
      create index orders_that_expire on orders (expires_at) where status = 'pending';
      create index orders_pending_of_a_customer on orders (customer_id) where status = 'pending';
      create table order_lines (
        order_id uuid not null references orders,
        line_no integer not null,
        customer_id uuid not null,
        product_id text not null references products,
        product_name text not null,
        quantity integer not null check (quantity between 1 and 999),
        ${amount('price_minor')},
        ${amount('subtotal_minor')},
        primary key (order_id, line_no),
        constraint subtotal_adds_up check (subtotal_minor = price_minor * quantity)
      );
      create index on order_lines (product_id);
      create table order_adjustments (
        order_id uuid not null references orders,
        line_no integer not null,
        customer_id uuid not null,
        kind text not null check (kind in ('fee', 'discount')),
        label text not null,
        amount_minor bigint not null check ((kind = 'fee') = (amount_minor > 0)),
        primary key (order_id, line_no)
      );`);

    this.addSql(`
      create table payment_attempts (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        gateway text not null,
        method text not null,
        ${amount('amount_minor')},
        currency char(3) not null,
        status text not null check (status in
          ('started', 'requires_action', 'processing', 'unknown', 'succeeded', 'failed')),
        failure_reason text,
        failure_code text,
        intent_id text,
        transaction_id text,
        card jsonb,
        next_action jsonb,
        return_url text,
        ${amount('captured_minor')},
        ${amount('refunded_minor')},
        deadline_at timestamptz not null,
        next_check_at timestamptz,
        checks integer not null default 0,
        created_at timestamptz not null default now(),
        settled_at timestamptz,
        constraint a_refund_is_never_above_its_capture check (refunded_minor <= captured_minor),
        constraint a_capture_is_never_above_its_attempt check (captured_minor <= amount_minor),
        constraint a_failure_has_a_reason check ((status = 'failed') = (failure_reason is not null))
      ) with (fillfactor = 70);
      create unique index one_open_attempt_per_order on payment_attempts (order_id)
        where status not in ('succeeded', 'failed');
      create index on payment_attempts (order_id, created_at);
      create unique index one_attempt_per_intent on payment_attempts (gateway, intent_id) where intent_id is not null;
      create index attempts_to_ask_about on payment_attempts (next_check_at)
        where status not in ('succeeded', 'failed');
      create table refunds (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        attempt_id uuid not null references payment_attempts,
        ${amount('amount_minor')},
        currency char(3) not null,
        status text not null check (status in ('pending', 'succeeded', 'failed', 'not_required')),
        reason text not null,
        lines jsonb,
        gateway_refund_id text,
        failure_code text,
        deadline_at timestamptz not null,
        next_check_at timestamptz,
        checks integer not null default 0,
        created_at timestamptz not null default now(),
        settled_at timestamptz
      );
      create index on refunds (order_id);
      create index on refunds (attempt_id);
      create index refunds_to_finish on refunds (next_check_at) where status = 'pending';
      create function money_never_changes() returns trigger language plpgsql as $$
      begin
        if (new.amount_minor, new.currency, new.order_id) is distinct from (old.amount_minor, old.currency, old.order_id) then
          raise exception 'amount, currency and order of a % row never change', tg_table_name
            using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger attempts_keep_their_amount before update on payment_attempts
        for each row execute function money_never_changes();
      create trigger refunds_keep_their_amount before update on refunds
        for each row execute function money_never_changes();
      create table ledger_transfers (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        movement text not null check (movement in ('captured', 'refunded', 'refund_failed')),
        debit_account text not null,
        credit_account text not null,
        amount_minor bigint not null check (amount_minor > 0),
        currency char(3) not null,
        reference uuid not null,
        occurred_at timestamptz not null default now(),
        constraint a_transfer_has_two_sides check (debit_account <> credit_account),
        constraint a_movement_is_booked_once unique (movement, reference)
      );
      create index on ledger_transfers (order_id);
      create view ledger_entries as
        select id as transfer_id, order_id, debit_account as account, amount_minor, currency, movement, occurred_at
          from ledger_transfers
        union all
        select id, order_id, credit_account, -amount_minor, currency, movement, occurred_at from ledger_transfers;
      create table stored_webhooks (
        gateway text not null,
        event_id text not null,
        type text not null,
        object_id text,
        payload text not null,
        received_at timestamptz not null default now(),
        applied_at timestamptz,
        result text,
        primary key (gateway, event_id)
      );`);
    this.addSql(insertOnly('ledger_transfers'));

    this.addSql(`
      create table parcels (
        id uuid primary key,
        order_id uuid not null references orders,
        customer_id uuid not null,
        carrier text not null,
        tracking_number text not null,
        tracking_url text,
        shipped_at timestamptz not null default now(),
        delivered_at timestamptz,
        unique (order_id, carrier, tracking_number)
      );
      create table parcel_lines (
        parcel_id uuid not null references parcels,
        order_id uuid not null,
        line_no integer not null,
        quantity integer not null check (quantity > 0),
        primary key (parcel_id, line_no),
        foreign key (order_id, line_no) references order_lines
      );
      create index on parcel_lines (order_id, line_no);`);

    this.addSql(`
      create table events (
        id uuid primary key,
        type text not null,
        order_id uuid references orders,
        customer_id uuid,
        actor text not null,
        data jsonb not null,
        occurred_at timestamptz not null default now()
      );
      create index events_of_an_order on events (order_id, occurred_at, id);
      create table audit_log (
        id uuid primary key,
        action text not null,
        outcome text not null,
        actor_kind text not null,
        actor_id uuid,
        subject_kind text not null,
        subject_id text not null,
        request_id text,
        facts jsonb not null,
        occurred_at timestamptz not null default now()
      );
      create index audit_of_a_subject on audit_log (subject_id, occurred_at);
      create table idempotency_keys (
        owner_id uuid not null,
        key text not null,
        fingerprint text not null,
        order_id uuid,
        status integer,
        body text,
        created_at timestamptz not null default now(),
        takeover_at timestamptz not null,
        primary key (owner_id, key)
      );
      create index on idempotency_keys (created_at);
      create table interventions (
        id uuid primary key,
        kind text not null,
        subject_id text not null,
        order_id uuid references orders,
        remedy text not null,
        facts jsonb not null,
        opened_at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by uuid
      );
      create unique index an_intervention_appears_once on interventions (kind, subject_id) where closed_at is null;
      create index on interventions (order_id);
      create table mails (
        event_id uuid not null,
        template text not null,
        order_id uuid references orders,
        customer_id uuid,
        message_id text not null,
        status text not null check (status in ('queued', 'sent', 'failed')),
        tries integer not null default 0,
        last_error text,
        queued_at timestamptz not null default now(),
        sending_since timestamptz,
        sent_at timestamptz,
        primary key (event_id, template)
      );
      create index on mails (order_id);`);
    this.addSql(insertOnly('events'));
    this.addSql(insertOnly('audit_log'));
  }

  override down(): void {
    this.addSql(`
      drop table mails, interventions, idempotency_keys, audit_log, events, parcel_lines, parcels, stored_webhooks,
        ledger_transfers, refunds, payment_attempts, order_adjustments, order_lines, orders, cart_lines, carts,
        stock, products, refresh_tokens, sessions, users cascade;
      drop function money_never_changes;
      drop function refuse_change;`);
  }
}
