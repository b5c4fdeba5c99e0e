import { sql, type RawBuilder } from 'kysely';

/** So many of a product. */
export interface Units {
  readonly productId: string;
  readonly quantity: number;
}

/**
 * Units of products as a table function of `(product_id, quantity)`. Two arrays and not JSON: Postgres guesses ten rows
 * and not a hundred, and so looks products up by their keys.
 */
export function units(of: readonly Units[]): RawBuilder<unknown> {
  const productIds = of.map(({ productId }) => productId);
  const quantities = of.map(({ quantity }) => quantity);
  return sql`unnest(${productIds}::text[], ${quantities}::int[])`;
}
