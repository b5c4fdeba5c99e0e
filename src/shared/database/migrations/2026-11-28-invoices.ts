import { Migration } from '@mikro-orm/migrations';

/** Invoices and credit notes: numbered without gaps by series and year, and never changed. */
export class Invoices extends Migration {
  override up(): void {
    this.addSql(`
      create table invoice_series (
        series text not null check (series ~ '^[A-Z]{2,4}$'),
        year integer not null,
        last_number integer not null check (last_number > 0),
        last_issued_at timestamptz not null,
        primary key (series, year)
      ) with (fillfactor = 50);
      create table invoices (
        id uuid primary key,
        kind text not null check (kind in ('invoice', 'credit_note')),
        number text not null unique,
        series text not null,
        year integer not null,
        sequence integer not null,
        order_id uuid not null references orders,
        customer_id uuid not null references users,
        refers_to uuid references invoices,
        source text not null check (source in ('order', 'refund', 'release')),
        source_id uuid not null,
        currency char(3) not null,
        amount_minor bigint not null check (amount_minor between 0 and 9007199254740991),
        document jsonb not null,
        personal jsonb not null,
        issued_at timestamptz not null,
        constraint a_number_is_given_once unique (series, year, sequence),
        constraint a_number_says_what_it_counts check (number = series || '-' || year || '-' || lpad(sequence::text, greatest(6, length(sequence::text)), '0')),
        constraint a_year_is_that_of_issue check (year = extract(year from issued_at at time zone 'UTC')),
        constraint what_is_told_is_told_once unique (source, source_id),
        constraint an_invoice_is_of_its_order check (source <> 'order' or source_id = order_id),
        constraint an_invoice_is_for_an_order check ((kind = 'invoice') = (source = 'order')),
        constraint a_credit_note_corrects_an_invoice check ((kind = 'credit_note') = (refers_to is not null))
      );
      create index on invoices (order_id);
      create index on invoices (refers_to) where refers_to is not null;
      create trigger invoices_is_insert_only before update or delete or truncate on invoices
        for each statement execute function refuse_change();`);

    // What makes a gap impossible, whoever writes: numbers count up by one, and each is on a document at the commit.
    this.addSql(`
      create function numbers_count_up() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or (tg_op = 'INSERT' and new.last_number <> 1) or (tg_op = 'UPDATE' and
            (new.series, new.year, new.last_number) is distinct from (old.series, old.year, old.last_number + 1)) then
          raise exception 'numbers of a series count up by one' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger numbers_count_up before insert or update or delete on invoice_series
        for each row execute function numbers_count_up();
      create function a_number_is_on_a_document() returns trigger language plpgsql as $$
      begin
        if not exists (select from invoices where series = new.series and year = new.year and sequence = new.last_number) then
          raise exception 'a number was taken for no document' using errcode = 'check_violation';
        end if;
        return null;
      end $$;
      create constraint trigger a_number_is_on_a_document after insert or update on invoice_series
        deferrable initially deferred for each row execute function a_number_is_on_a_document();`);
  }

  override down(): void {
    this.addSql(`
      drop table invoices, invoice_series;
      drop function numbers_count_up;
      drop function a_number_is_on_a_document;`);
  }
}
