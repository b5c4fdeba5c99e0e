import { sql } from 'kysely';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import type { FittingRates, RateKey, ShippingRate, TaxRate } from './domain/tariff.js';

/** The statements about single rates; the key says which. */
const isKey = ({ country, region, productClass }: RateKey) =>
  sql`country = ${country} and region = ${region} and product_class = ${productClass}`;

export async function writeTaxRate(tx: Transaction, rate: TaxRate): Promise<void> {
  await sql`
    insert into tax_rates (country, region, product_class, name, basis_points)
    values (${rate.country}, ${rate.region}, ${rate.productClass}, ${rate.name}, ${rate.basisPoints})
    on conflict (country, region, product_class) do update
      set name = excluded.name, basis_points = excluded.basis_points, updated_at = now()`.execute(tx.db);
}

export async function writeShippingRate(tx: Transaction, rate: ShippingRate): Promise<void> {
  await sql`
    insert into shipping_rates (country, region, product_class, currency, price_minor, tax_class)
    values (${rate.country}, ${rate.region}, ${rate.productClass}, ${rate.currency}, ${rate.priceMinor}, ${rate.taxClass})
    on conflict (country, region, product_class, currency) do update
      set price_minor = excluded.price_minor, tax_class = excluded.tax_class, updated_at = now()`.execute(
    tx.db,
  );
}

/** False where there is none. */
export async function deleteTaxRate(tx: Transaction, key: RateKey): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from tax_rates where ${isKey(key)}`.execute(tx.db);
  return Number(numAffectedRows) > 0;
}

/** False where there is none. */
export async function deleteShippingRate(
  tx: Transaction,
  key: RateKey & Pick<ShippingRate, 'currency'>,
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`delete from shipping_rates where ${isKey(key)} and currency = ${key.currency}`.execute(tx.db);
  return Number(numAffectedRows) > 0;
}

/** Both tables, whole, sorted by their keys. */
export async function readRates(db: Db): Promise<FittingRates> {
  const { rows } = await sql<FittingRates>`
    select coalesce((
        select jsonb_agg(jsonb_build_object('country', country, 'region', region, 'productClass', product_class,
          'name', name, 'basisPoints', basis_points) order by country, region, product_class) from tax_rates), '[]') as taxes,
      coalesce((
        select jsonb_agg(jsonb_build_object('country', country, 'region', region, 'productClass', product_class,
          'currency', currency, 'priceMinor', price_minor, 'taxClass', tax_class)
          order by country, region, product_class, currency) from shipping_rates), '[]') as shipping`.execute(
    db,
  );
  return rows[0]!;
}
