import { DomainError } from '../../shared/problem.js';
import type { PricedLine } from './totals.js';
import type { PlacingFacts, WantedLine } from '../placing-facts.sql.js';
import type { AttemptRow, OrderRow } from '../order-row.js';

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
  const sameWish = order.destination_key === wish.destinationKey;
  if (!openAttempt)
    return sameWish && wish.pays ? { kind: 'pay_again', order } : { kind: 'supersede', order };
  const running = openAttempt.status === 'started' && Date.parse(now) < Date.parse(openAttempt.deadline_at);
  if (running) return { kind: 'wait', order, attempt: openAttempt };
  if (sameWish) return { kind: 'ask', order, attempt: openAttempt };
  throw new DomainError('payment_outcome_pending', { orderId: order.number, retryAfterSeconds: 5 });
}

/** Lines that can be ordered now, all in one currency. */
export interface OrderableLines {
  readonly currency: string;
  readonly lines: readonly PricedLine[];
}

/** Refuses lines that cannot be ordered (404 `product_not_found`, 400 `out_of_stock`); the cart is left alone. */
export function orderableLines(wanted: readonly WantedLine[]): OrderableLines {
  const unknown = wanted.find((line) => line.productName === null);
  if (unknown) throw new DomainError('product_not_found', { productId: unknown.productId });
  const short = wanted.filter((line) => !line.active || line.available < line.quantity);
  if (short.length > 0) throw new DomainError('out_of_stock', { unavailableItems: short.map(unavailable) });
  const currencies = new Set(wanted.map((line) => line.currency));
  if (currencies.size > 1) {
    const errors = [{ field: 'items', message: 'must all be priced in one currency' }];
    throw new DomainError('validation_failed', { errors });
  }
  const lines = wanted.map(({ productId, productName, productClass, quantity, priceMinor }) => ({
    productId,
    productName: productName!,
    productClass,
    quantity,
    priceMinor,
  }));
  return { currency: wanted[0]!.currency, lines };
}

function unavailable({ productId, productName, quantity, active, available }: WantedLine) {
  return { productId, productName, requested: quantity, available: active ? available : 0 };
}
