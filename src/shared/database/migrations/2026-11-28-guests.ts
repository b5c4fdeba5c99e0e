import { Migration } from '@mikro-orm/migrations';

/** A guest's orders stay the guest's; the account that has claimed the guest sees them too. */
export class Guests extends Migration {
  override up(): void {
    this.addSql(`
      alter table users add column claimed_by uuid references users;
      alter table users add constraint only_guests_are_claimed check (claimed_by is null or password_hash is null);
      create index guests_of_an_account on users (claimed_by) where claimed_by is not null;
      create index guests_by_email on users (email_key) where password_hash is null;`);
  }

  override down(): void {
    this.addSql(`
      drop index guests_by_email;
      alter table users drop column claimed_by;`);
  }
}
