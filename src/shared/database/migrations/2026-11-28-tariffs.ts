import { Migration } from '@mikro-orm/migrations';

/** Amounts fit a JSON number exactly. */
const AMOUNT = 'bigint not null check (price_minor between 0 and 9007199254740991)';

/** Where and for what a rate holds: `*` is anywhere, and anything. A region is one of a country. */
const KEY = `
  country text not null check (country ~ '^([A-Z]{2}|[*])$'),
  region text not null check (region <> ''),
  product_class text not null check (product_class ~ '^([a-z0-9_-]{1,40}|[*])$'),
  check (country <> '*' or region = '*')`;

/**
 * Taxes and shipping by destination and product class. A shop that is there goes on as it was: 8 %, and 9.99 (999 in
 * the smallest unit) in each currency that it has prices in. Orders get the tax that they were made with.
 */
export class Tariffs extends Migration {
  override up(): void {
    this.addSql(`
      create table tax_rates (
        ${KEY},
        name text not null check (name <> ''),
        basis_points numeric(7, 2) not null check (basis_points between 0 and 10000),
        updated_at timestamptz not null default now(),
        primary key (country, region, product_class)
      );
      create table shipping_rates (
        ${KEY},
        currency char(3) not null,
        price_minor ${AMOUNT},
        tax_class text check (tax_class ~ '^[a-z0-9_-]{1,40}$'),
        updated_at timestamptz not null default now(),
        primary key (country, region, product_class, currency)
      );
      insert into tax_rates (country, region, product_class, name, basis_points) values ('*', '*', '*', 'Tax', 800);
      insert into shipping_rates (country, region, product_class, currency, price_minor)
        select distinct '*', '*', '*', currency, 999 from products;
      insert into shipping_rates (country, region, product_class, currency, price_minor)
        select '*', '*', '*', 'USD', 999 where not exists (select from products);`);
    this.addSql(`
      alter table products add column product_class text not null default 'standard'
        check (product_class ~ '^[a-z0-9_-]{1,40}$');
      alter table order_lines add column product_class text not null default 'standard';
      alter table orders add column taxes jsonb not null default '[]' check (jsonb_typeof(taxes) = 'array'),
        add column shipping_tax_class text;
      update orders set taxes = jsonb_build_array(jsonb_build_object('productClass', 'standard', 'name', 'Tax',
          'basisPoints', 800, 'taxableMinor', total_minor, 'taxMinor', tax_minor))
        where tax_minor > 0;`);
  }

  override down(): void {
    this.addSql(`
      alter table orders drop column taxes, drop column shipping_tax_class;
      alter table order_lines drop column product_class;
      alter table products drop column product_class;
      drop table shipping_rates, tax_rates;`);
  }
}
