import { Migration } from '@mikro-orm/migrations';

/** Who else works with the shop's orders, and by which keys. */
export class Partners extends Migration {
  override up(): void {
    this.addSql(`
      create table partners (
        id uuid primary key,
        name text not null,
        personal jsonb not null,
        created_at timestamptz not null default now()
      );
      create table api_keys (
        id uuid primary key,
        partner_id uuid not null references partners,
        key_hash text not null unique,
        hint text not null,
        scopes text[] not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      ) with (fillfactor = 70);
      create index keys_of_a_partner on api_keys (partner_id);`);
  }

  override down(): void {
    this.addSql(`drop table api_keys, partners;`);
  }
}
