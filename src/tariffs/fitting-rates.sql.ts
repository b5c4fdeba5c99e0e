import { sql, type RawBuilder } from 'kysely';
import { ANY, type Place, type FittingRates } from './domain/tariff.js';

const KEY = sql`'country', r.country, 'region', r.region, 'productClass', r.product_class`;

/** Every rate that may hold at a destination, as one JSON value: part of the statement that reads what is ordered. */
export function fittingRates({ country, region }: Place): RawBuilder<FittingRates> {
  const fits = sql`r.country in (${ANY}, ${country}) and r.region in (${ANY}, ${region})`;
  return sql<FittingRates>`jsonb_build_object(
    'taxes', coalesce((
      select jsonb_agg(jsonb_build_object(${KEY}, 'name', r.name, 'basisPoints', r.basis_points))
      from tax_rates r where ${fits}), '[]'),
    'shipping', coalesce((
      select jsonb_agg(jsonb_build_object(${KEY}, 'currency', r.currency, 'priceMinor', r.price_minor, 'taxClass', r.tax_class))
      from shipping_rates r where ${fits}), '[]'))`;
}
