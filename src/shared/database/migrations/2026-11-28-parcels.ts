import { Migration } from '@mikro-orm/migrations';

/**
 * A carrier's number means one parcel at a time: it is by the number that carriers tell of it. Numbers come back, after
 * 120 days at the earliest (USPS); what was shipped before this rule is not held to it.
 */
export class Parcels extends Migration {
  override up(): void {
    this.addSql(`
      create extension if not exists btree_gist;
      create function tracking_key(tracking_number text) returns text language sql immutable parallel safe
        return upper(regexp_replace(tracking_number, '[[:space:]-]', '', 'g'));
      alter table parcels
        add constraint a_parcel_arrives_after_it_left check (delivered_at >= shipped_at),
        add constraint a_number_is_one_parcel exclude using gist (
          lower(carrier) with =,
          tracking_key(tracking_number) with =,
          tsrange(shipped_at at time zone 'UTC', (shipped_at at time zone 'UTC') + interval '120 days') with &&
        ) where (shipped_at >= '2026-11-28 00:00:00+00');
      create index parcels_by_number on parcels (tracking_key(tracking_number), shipped_at desc);`);
  }

  override down(): void {
    this.addSql(`
      drop index parcels_by_number;
      alter table parcels
        drop constraint a_parcel_arrives_after_it_left,
        drop constraint a_number_is_one_parcel;
      drop function tracking_key;`);
  }
}
