import { Migration } from '@mikro-orm/migrations';

/**
 * Mails speak the language that their order was made in, are known by an id of their own, and can be sent again. A reminder
 * is written once for an order, a link at most once a minute. One password reset of an account is open at a time.
 */
export class Mails extends Migration {
  override up(): void {
    this.addSql(`
      alter table orders
        add column locale text not null default 'en' check (locale in ('en', 'de')),
        add column reminded_at timestamptz,
        add column link_asked_at timestamptz;
      create index orders_to_remind on orders (expires_at) where status = 'pending' and reminded_at is null;`);
    this.addSql(`
      alter table mails
        add column id uuid not null default gen_random_uuid() unique,
        add column resend_of uuid references mails (id),
        add column personal jsonb,
        drop constraint mails_status_check,
        add constraint mails_status_check check (status in ('queued', 'sent', 'failed', 'obsolete'));
      create index on mails (resend_of) where resend_of is not null;`);
    this.addSql(`
      create table password_resets (
        user_id uuid primary key references users,
        id uuid not null unique,
        locale text not null check (locale in ('en', 'de')),
        asked_at timestamptz not null default now(),
        expires_at timestamptz not null
      );`);
  }

  override down(): void {
    this.addSql(`
      drop table password_resets;
      update mails set status = 'failed' where status = 'obsolete';
      alter table mails drop column resend_of, drop column id, drop column personal,
        drop constraint mails_status_check,
        add constraint mails_status_check check (status in ('queued', 'sent', 'failed'));
      alter table orders drop column locale, drop column reminded_at, drop column link_asked_at;`);
  }
}
