import { DomainError } from '../../shared/problem.js';
import type { PricedLine } from './totals.js';
import type { PlacingFacts, WantedLine } from '../placing-facts.sql.js';
import type { AttemptRow, OrderRow, UnavailableItem } from '../order-row.js';

/** What a create means, given what the customer's cart has led to before. */
export type Placing =
  /** This request was answered before: the same order again. */
  | { readonly kind: 'same'; readonly order: OrderRow }
  /** Another request is charging this very cart: wait, then answer with what it comes to. */
  | { readonly kind: 'wait'; readonly order: OrderRow; readonly attempt: AttemptRow }
  /** A payment of this very cart is undecided: the gateway is asked before anything else. */
  | { readonly kind: 'ask'; readonly order: OrderRow; readonly attempt: AttemptRow }
  /** The payment failed; cart and addresses are the same: a further attempt. */
  | { readonly kind: 'pay_again'; readonly order: OrderRow }
  /** The payment failed and something else is wanted now: the old order is ended. */
  | { readonly kind: 'supersede'; readonly order: OrderRow }
  | { readonly kind: 'create' };

export interface Wish {
  readonly fromCart: boolean;
  readonly pays: boolean;
  readonly destinationKey: string;
  /** Whether an order of what there is will do. */
  readonly allowPartial: boolean;
  readonly maxPendingOrders: number;
}

/** Decides under the cart's lock. One cart, one order: see the contract's section of that name. */
export function decidePlacing(facts: PlacingFacts, wish: Wish): Placing {
  if (wish.fromCart && facts.tied) return continueTied(facts.tied, wish, facts.now);
  if (facts.lines.length === 0) {
    if (wish.fromCart && facts.emptiedBy) return { kind: 'same', order: facts.emptiedBy };
    throw new DomainError('cart_empty');
  }
  if (facts.pendingOrders >= wish.maxPendingOrders) {
    throw new DomainError('too_many_pending_orders', { limit: wish.maxPendingOrders });
  }
  return { kind: 'create' };
}

function continueTied(
  { order, openAttempt }: NonNullable<PlacingFacts['tied']>,
  wish: Wish,
  now: string,
): Placing {
  const sameWish =
    order.destination_key === wish.destinationKey && (wish.allowPartial || order.unavailable_items === null);
  if (!openAttempt)
    return sameWish && wish.pays ? { kind: 'pay_again', order } : { kind: 'supersede', order };
  const running = openAttempt.status === 'started' && Date.parse(now) < Date.parse(openAttempt.deadline_at);
  if (running) return { kind: 'wait', order, attempt: openAttempt };
  if (sameWish) return { kind: 'ask', order, attempt: openAttempt };
  throw new DomainError('payment_outcome_pending', { orderId: order.number, retryAfterSeconds: 5 });
}

/** A line that can be ordered now. */
export interface OrderableLine extends PricedLine {
  /** How many of its units are not there and are owed. */
  readonly backordered: number;
}

/** Lines that can be ordered now, all in one currency, and what was wanted beyond them. */
export interface OrderableLines {
  readonly currency: string;
  readonly lines: readonly OrderableLine[];
  readonly unavailable: readonly UnavailableItem[];
}

/**
 * What of the wanted lines can be ordered. Of a product that may be ordered ahead, what is not there is owed. Where
 * something else is short, the order takes what there is if it may; else 400 `out_of_stock`, and the cart is left alone.
 * 404 `product_not_found`.
 */
export function orderableLines(
  wanted: readonly WantedLine[],
  { allowPartial = false }: { readonly allowPartial?: boolean } = {},
): OrderableLines {
  const unknown = wanted.find((line) => line.productName === null);
  if (unknown) throw new DomainError('product_not_found', { productId: unknown.productId });
  const unavailable = wanted.filter((line) => obtainable(line) < line.quantity).map(unavailableItem);
  const lines = wanted.filter((line) => obtainable(line) > 0).map(orderable);
  if (unavailable.length > 0 && (!allowPartial || lines.length === 0))
    throw new DomainError('out_of_stock', { unavailableItems: unavailable });
  const currencies = new Set(wanted.map((line) => line.currency));
  if (currencies.size > 1) {
    const errors = [{ field: 'items', message: 'must all be priced in one currency' }];
    throw new DomainError('validation_failed', { errors });
  }
  return { currency: wanted[0]!.currency, lines, unavailable };
}

const there = (line: WantedLine): number => (line.active ? Math.max(0, line.available) : 0);

/** How many of the wanted units can be ordered, whether they are there or come later. */
const obtainable = (line: WantedLine): number =>
  line.active && line.backorderable ? line.quantity : Math.min(line.quantity, there(line));

function orderable(line: WantedLine): OrderableLine {
  const quantity = obtainable(line);
  return {
    productId: line.productId,
    productName: line.productName!,
    productClass: line.productClass,
    quantity,
    priceMinor: line.priceMinor,
    backordered: quantity - Math.min(quantity, there(line)),
  };
}

const unavailableItem = (line: WantedLine): UnavailableItem => ({
  productId: line.productId,
  productName: line.productName!,
  requested: line.quantity,
  available: there(line),
});
