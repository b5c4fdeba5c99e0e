import { sql, type RawBuilder } from 'kysely';

/**
 * The moves of stock. Each is ONE statement that locks its rows in the order of product ids, so that two orders over
 * the same products can never wait for each other in a circle. `available = on_hand - held`.
 */
export type StockMove =
  /** Promise units to an order. */
  | 'hold'
  /** Take a promise back. */
  | 'release'
  /** Promised units leave the house. */
  | 'sell_held'
  /** Units leave the house without a promise. */
  | 'sell_available'
  /** Sold units come back. */
  | 'restock';

const MOVES: Readonly<Record<StockMove, { onHand: -1 | 0 | 1; held: -1 | 0 | 1; needsAvailable: boolean }>> =
  {
    hold: { onHand: 0, held: 1, needsAvailable: true },
    release: { onHand: 0, held: -1, needsAvailable: false },
    sell_held: { onHand: -1, held: -1, needsAvailable: false },
    sell_available: { onHand: -1, held: 0, needsAvailable: true },
    restock: { onHand: 1, held: 0, needsAvailable: false },
  };

/**
 * Moves the units of `lines`, a query of `(product_id, quantity)` with each product once. Returns a row per product
 * that was moved: fewer than lines means that something is short, and the caller must roll back.
 */
export function moveStock(move: StockMove, lines: RawBuilder<unknown>): RawBuilder<{ product_id: string }> {
  const { onHand, held, needsAvailable } = MOVES[move];
  return sql<{ product_id: string }>`
    update stock set on_hand = on_hand + ${sql.lit(onHand)} * l.quantity, held = held + ${sql.lit(held)} * l.quantity
    from (
      select s.product_id, wanted.quantity from stock s join (${lines}) wanted using (product_id)
      where ${needsAvailable ? sql`s.on_hand - s.held >= wanted.quantity` : sql`true`}
      order by s.product_id for no key update of s
    ) l
    where stock.product_id = l.product_id
    returning stock.product_id`;
}
