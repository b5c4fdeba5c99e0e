import { Migration } from '@mikro-orm/migrations';

/** Who works here, apart from customers, and what they are logged in with. */
export class Staff extends Migration {
  override up(): void {
    this.addSql(`
      create table staff_members (
        id uuid primary key,
        email_key text not null unique,
        personal jsonb not null,
        role text not null check (role in ('support', 'fulfilment', 'finance', 'administrator', 'auditor')),
        password_hash text not null,
        -- Set for a password that was told by somebody else: good until then, and for choosing another one.
        one_time_until timestamptz,
        totp_sealed text not null,
        totp_confirmed_at timestamptz,
        totp_last_step bigint not null default 0,
        failed_attempts integer not null default 0 check (failed_attempts >= 0),
        locked_until timestamptz,
        active boolean not null default true,
        created_at timestamptz not null default now()
      );
      create table staff_sessions (
        id uuid primary key,
        member_id uuid not null references staff_members,
        token_hash text not null unique,
        passed_second_factor boolean not null default false,
        created_at timestamptz not null default now(),
        idle_until timestamptz not null,
        absolute_until timestamptz not null,
        revoked_at timestamptz
      ) with (fillfactor = 70);
      create index open_sessions_of_a_member on staff_sessions (member_id) where revoked_at is null;`);
  }

  override down(): void {
    this.addSql(`drop table staff_sessions, staff_members;`);
  }
}
