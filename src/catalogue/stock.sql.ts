import { sql } from 'kysely';
import type { Actor } from '../shared/actor.js';
import type { Cte } from '../shared/database/one-statement.js';
import { units, type Units } from '../shared/database/units.js';
import { newId } from '../shared/ids.js';

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
  | 'restock'
  /** Units come from a supplier. */
  | 'receive'
  /** Units are lost or broken. */
  | 'write_off'
  /** More were counted than were known. */
  | 'count_more'
  /** Fewer were counted than were known; those that are promised have to be there. */
  | 'count_less';

interface Effect {
  /** What the ledger calls it. */
  readonly kind: 'received' | 'held' | 'released' | 'sold' | 'returned' | 'written_off' | 'corrected';
  readonly onHand: -1 | 0 | 1;
  readonly held: -1 | 0 | 1;
  readonly needsAvailable: boolean;
}

const MOVES: Readonly<Record<StockMove, Effect>> = {
  hold: { kind: 'held', onHand: 0, held: 1, needsAvailable: true },
  release: { kind: 'released', onHand: 0, held: -1, needsAvailable: false },
  sell_held: { kind: 'sold', onHand: -1, held: -1, needsAvailable: false },
  sell_available: { kind: 'sold', onHand: -1, held: 0, needsAvailable: true },
  restock: { kind: 'returned', onHand: 1, held: 0, needsAvailable: false },
  receive: { kind: 'received', onHand: 1, held: 0, needsAvailable: false },
  write_off: { kind: 'written_off', onHand: -1, held: 0, needsAvailable: true },
  count_more: { kind: 'corrected', onHand: 1, held: 0, needsAvailable: false },
  count_less: { kind: 'corrected', onHand: -1, held: 0, needsAvailable: true },
};

/** Why units move: for an order, or because a person says so. */
export interface StockCause {
  readonly actor: Actor['kind'];
  readonly order?: { readonly id: string; readonly number: string };
  readonly reason?: string;
}

/**
 * Moves units, each product named once, and books the movements, as parts of a larger statement. `moved` has a row for
 * each product that was moved: fewer than `of` means that something is short, and the caller must roll back.
 */
export function moveStock(move: StockMove, of: readonly Units[], cause: StockCause): Cte[] {
  const { kind, onHand, held, needsAvailable } = MOVES[move];
  const ids = of.map(() => newId());
  const productIds = of.map(({ productId }) => productId);
  const onHandDelta = sql`${sql.lit(onHand)} * quantity`;
  const heldDelta = sql`${sql.lit(held)} * quantity`;
  return [
    [
      'moved',
      sql`
        update stock set on_hand = on_hand + ${sql.lit(onHand)} * l.quantity, held = held + ${sql.lit(held)} * l.quantity
        from (
          select s.product_id, wanted.quantity
          from stock s join ${units(of)} as wanted(product_id, quantity) using (product_id)
          where ${needsAvailable ? sql`s.on_hand - s.held >= wanted.quantity` : sql`true`}
          order by s.product_id for no key update of s
        ) l
        where stock.product_id = l.product_id
        returning stock.product_id, l.quantity`,
    ],
    [
      'moved_booked',
      sql`
        insert into stock_movements (id, product_id, kind, on_hand_delta, held_delta, order_id, order_number, actor, reason)
        select ids.id, product_id, ${kind}, ${onHandDelta}, ${heldDelta}, ${cause.order?.id ?? null}::uuid,
          ${cause.order?.number ?? null}, ${cause.actor}, ${cause.reason ?? null}
        from moved join unnest(${productIds}::text[], ${ids}::uuid[]) as ids(product_id, id) using (product_id)`,
    ],
  ];
}
