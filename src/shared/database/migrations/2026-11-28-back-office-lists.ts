import { Migration } from '@mikro-orm/migrations';
import { countryOf } from '../../addresses/country.js';
import type { Address } from '../../addresses/address.js';
import { fromPersonalColumn, nameKey } from '../../personal-data.js';

/** Of an order or, without the address, of a user. */
interface Personal {
  readonly name: string | null;
  readonly shippingAddress?: Address;
}

interface Filled {
  readonly country: string | null;
  readonly name_key: string | null;
}

/** A few megabytes of personal data at a time. */
const PAGE = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * What the shop's own people look orders up by: each filter of a list has an index in the list's order, and what is open
 * has a small one of its own. A name is found by its digest, as an address is, and a country stands beside the address.
 */
export class BackOfficeLists extends Migration {
  override async up(): Promise<void> {
    await this.execute(`alter table orders add column country text, add column name_key text`);
    await this.execute(`alter table users add column name_key text`);
    await this.fill('orders', ({ name, shippingAddress: address }) => ({
      country: address ? countryOf(address) : null,
      name_key: nameKey(address?.recipient ?? name),
    }));
    await this.fill('users', ({ name }) => ({ country: null, name_key: nameKey(name) }));
    this.addSql(`
      create index orders_by_time on orders (created_at desc, id desc);
      create index orders_by_status on orders (status, created_at desc, id desc);
      create index orders_by_method on orders (payment_method, created_at desc, id desc);
      create index orders_by_country on orders (country, created_at desc, id desc);
      create index orders_that_are_not_simply_paid on orders (payment_status, created_at desc, id desc)
        where payment_status <> 'paid';
      create index orders_by_total on orders (grand_total_minor);
      create index orders_by_name on orders (name_key, created_at desc, id desc) where name_key is not null;
      create index users_by_name on users (name_key, id desc) where name_key is not null;`);
    this.addSql(`
      create index attempts_by_state on payment_attempts (status, id desc) where status <> 'succeeded';
      create index attempts_by_transaction on payment_attempts (transaction_id) where transaction_id is not null;
      create index attempts_by_intent on payment_attempts (intent_id) where intent_id is not null;
      create index attempts_by_card on payment_attempts ((card ->> 'last4'), amount_minor) where card is not null;
      create index refunds_by_state on refunds (status, id desc) where status <> 'succeeded';
      create index refunds_by_gateway_id on refunds (gateway_refund_id) where gateway_refund_id is not null;
      create index returns_that_wait on returns (status, id desc) where status in ('requested', 'approved');
      create index parcels_on_their_way on parcels (id desc) where delivered_at is null;
      create index disputes_by_status on disputes (status, id desc);
      create index mails_by_time on mails (queued_at desc, id desc);
      create index mails_not_sent on mails (status, queued_at desc, id desc) where status <> 'sent';
      create index webhooks_about on stored_webhooks (object_id) where object_id is not null;
      create index deliveries_of_an_order on webhook_deliveries (order_id) where order_id is not null;
      create index audit_of_an_actor on audit_log (actor_id, id desc) where actor_kind in ('admin', 'partner');`);
    this.addSql(`
      alter table interventions
        add column owner_id uuid,
        add column taken_at timestamptz,
        add column solution text,
        add constraint who_takes_it_says_when check ((owner_id is null) = (taken_at is null));
      create index interventions_open on interventions (id desc) where closed_at is null;`);
    this.addSql(`
      create table daily_figures (
        day date not null,
        figure text not null check (figure in ('captured', 'refunded', 'payment')),
        currency text not null,
        method text not null,
        outcome text not null,
        count bigint not null,
        amount_minor bigint not null,
        primary key (day, figure, currency, method, outcome)
      ) with (fillfactor = 50);
      create table daily_figures_cursor (
        single boolean primary key default true check (single),
        position bigint not null,
        counted_at timestamptz
      ) with (fillfactor = 50);
      -- What is older than a dashboard shows is not counted.
      insert into daily_figures_cursor (position) select coalesce(
        (select min(position) - 1 from events where occurred_at >= date_trunc('day', now(), 'UTC') - interval '30 days'),
        (select max(position) from events), 0);`);
  }

  /** By pages, in the order of ids; a row that has nothing to be filled with stays as it is. */
  private async fill(table: 'orders' | 'users', valuesOf: (personal: Personal) => Filled): Promise<void> {
    const set = table === 'orders' ? 'country = f.country, name_key = f.name_key' : 'name_key = f.name_key';
    for (let after = FIRST, last = false; !last;) {
      const page = (await this.execute(
        `select id, personal from ${table} where id > ? order by id limit ${PAGE}`,
        [after],
      )) as unknown as readonly { id: string; personal: Personal }[];
      last = page.length < PAGE;
      after = page.at(-1)?.id ?? after;
      const filled = page.map(({ id, personal }) => ({ id, ...valuesOf(fromPersonalColumn(personal)) }));
      await this.execute(
        `update ${table} t set ${set}
         from jsonb_to_recordset(?::jsonb) as f(id uuid, country text, name_key text) where t.id = f.id`,
        [JSON.stringify(filled)],
      );
    }
  }

  override down(): void {
    this.addSql(`
      drop table daily_figures, daily_figures_cursor;
      drop index interventions_open, audit_of_an_actor, deliveries_of_an_order, webhooks_about, mails_not_sent, mails_by_time,
        disputes_by_status, parcels_on_their_way, returns_that_wait, refunds_by_gateway_id, refunds_by_state,
        attempts_by_card, attempts_by_intent, attempts_by_transaction, attempts_by_state;
      alter table interventions drop column owner_id, drop column taken_at, drop column solution;
      drop index orders_by_total, orders_by_time, orders_that_are_not_simply_paid;
      alter table users drop column name_key;
      alter table orders drop column name_key, drop column country;
      drop index if exists orders_by_status, orders_by_method;`);
  }
}
