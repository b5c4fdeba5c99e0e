import { Migration } from '@mikro-orm/migrations';

/** Where partners want to be told, what they are told, and what they answered. */
export class Webhooks extends Migration {
  override up(): void {
    this.addSql(`
      create table webhook_endpoints (
        id uuid primary key,
        partner_id uuid not null references partners,
        url text not null,
        description text,
        events text[] not null,
        sealed_secret text not null,
        previous_sealed_secret text,
        previous_secret_until timestamptz,
        claim_key text,
        failures integer not null default 0 check (failures >= 0),
        failing_since timestamptz,
        paused_until timestamptz,
        disabled_at timestamptz,
        disabled_reason text check (disabled_reason in ('partner', 'gone', 'failing')),
        listens_since timestamptz not null default now(),
        created_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint who_is_off_has_a_reason check ((disabled_at is null) = (disabled_reason is null))
      ) with (fillfactor = 50);
      create index endpoints_of_a_partner on webhook_endpoints (partner_id, created_at, id);`);

    this.addSql(`
      create table webhook_deliveries (
        id uuid primary key,
        endpoint_id uuid not null references webhook_endpoints,
        event_id uuid not null references events,
        position bigint not null,
        type text not null,
        order_id uuid references orders,
        status text not null check (status in ('waiting', 'pending', 'delivered', 'failed')),
        tries integer not null default 0,
        next_try_at timestamptz not null default now(),
        lease uuid,
        requested_at timestamptz,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        constraint an_event_is_told_once_to_an_endpoint unique (endpoint_id, event_id),
        constraint what_has_ended_says_when check ((status in ('delivered', 'failed')) = (finished_at is not null))
      ) with (fillfactor = 70);
      create index deliveries_that_are_due on webhook_deliveries (endpoint_id, next_try_at) where status = 'pending';
      create index deliveries_behind_others on webhook_deliveries (endpoint_id, order_id, position) where status = 'waiting';
      create unique index one_of_an_order_at_a_time on webhook_deliveries (endpoint_id, order_id) where status = 'pending';
      create index deliveries_by_position on webhook_deliveries (endpoint_id, position);
      create index deliveries_by_age on webhook_deliveries (created_at);
      create table webhook_attempts (
        id uuid primary key,
        delivery_id uuid not null references webhook_deliveries on delete cascade,
        url text not null,
        sent_at timestamptz not null,
        duration_ms integer not null,
        status integer,
        answer text,
        error text
      );
      create index attempts_of_a_delivery on webhook_attempts (delivery_id, sent_at);
      create table webhook_cursor (
        single boolean primary key default true check (single),
        position bigint not null
      ) with (fillfactor = 50);
      insert into webhook_cursor (position) select coalesce(max(position), 0) from events;
      -- A range of time, of rows that come in the order of time.
      create index events_by_time on events using brin (occurred_at) with (pages_per_range = 16, autosummarize);`);
  }

  override down(): void {
    this.addSql(
      `drop index events_by_time; drop table webhook_cursor, webhook_attempts, webhook_deliveries, webhook_endpoints;`,
    );
  }
}
