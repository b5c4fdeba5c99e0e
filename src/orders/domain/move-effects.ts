import type { StockMove } from '../../catalogue/index.js';
import type { Units } from '../../shared/database/units.js';
import { assertNever } from '../../shared/assert.js';
import type { DomainEvent, EventType } from '../../shared/events/event.js';
import { toMajor } from '../../shared/money.js';
import type { NewCapture, NewRefund, NewReturn, OrderPlan, ReturnChange } from '../order-plan.js';
import type { AttemptRow, CaptureRow, OrderRow } from '../order-row.js';
import { uncaptured } from './attempt.js';
import type { OrderStatus } from './order-states.js';

/** An amount for people and for sums. `amount` has the currency's decimals. */
export interface Amount {
  readonly amountMinor: number;
  readonly amount: number;
  readonly currency: string;
}

/** Something that will be told: in the move's own commit, or once the gateway has answered. */
export interface ToBeTold {
  readonly type: EventType;
  readonly when: 'now' | 'after_gateway';
}

/** What a move does to an order, its money and its goods. Serialisable. */
export interface MoveEffects {
  readonly status: { readonly from: OrderStatus; readonly to: OrderStatus };
  readonly moneyBack: MoneyBack | null;
  /** Taken of what was promised. */
  readonly moneyTaken: Amount | null;
  /** Promised and let go. */
  readonly moneyReleased: Amount | null;
  /** What the order costs afterwards, where that changes. */
  readonly newGrandTotal: Amount | null;
  /** By product: what is added to what is on hand, held by this order, and owed by it. */
  readonly stock: readonly StockEffect[];
  /** What leaves the house. */
  readonly sent: readonly Units[];
  /** Parcels that arrive, by their outside ids. */
  readonly delivered: readonly string[];
  /** A return that is opened, or moves on. */
  readonly goodsBack: {
    readonly status: NewReturn['status'] | ReturnChange['status'];
    readonly units: readonly Units[];
    /** Of them those that are not fit for sale. */
    readonly writtenOff: readonly Units[];
  } | null;
  readonly events: readonly ToBeTold[];
}

export interface MoneyBack extends Amount {
  readonly to: PaidWith;
  /** What will have gone back of that payment in all, with what went before. */
  readonly inAllMinor: number;
  /** `when_decided`: not before its payment is, and only if that took anything. */
  readonly when: 'now' | 'when_decided';
}

export interface PaidWith {
  readonly method: string;
  readonly last4: string | null;
}

export interface StockEffect {
  readonly productId: string;
  readonly productName: string;
  readonly onHand: number;
  readonly held: number;
  readonly owed: number;
}

/** A move as it is planned, whichever plan it comes from. */
export interface MoveOutline extends Pick<
  OrderPlan,
  'order' | 'stock' | 'lines' | 'newRefund' | 'newCapture' | 'newReturn' | 'return'
> {
  readonly events: readonly Pick<DomainEvent, 'type' | 'data'>[];
  /** The status afterwards, where the plan has no row for it. */
  readonly status?: OrderStatus;
  /** Booked in by `stock`, and out again. */
  readonly writtenOff?: readonly Units[];
  readonly sent?: readonly Units[];
  /** Captures that are on their way already, and are asked for now. */
  readonly hastened?: readonly Hastened[];
  readonly delivered?: readonly string[];
}

export type Hastened = Pick<CaptureRow, 'amount_minor' | 'is_last'>;

/** What effects are worked out from, beside the plan. */
export interface OutlinedOrder {
  readonly order: OrderRow;
  /** The payment whose money moves. */
  readonly attempt: AttemptRow | null;
  /** Minor units of captures that are on their way. */
  readonly underWayMinor: number;
}

/** Reads a plan as people do. */
export function effectsOf(outline: MoveOutline, of: OutlinedOrder): MoveEffects {
  const { order, attempt } = of;
  const { newRefund: refund } = outline;
  const captures = capturesOf(outline);
  const amount = (amountMinor: number) => ({
    amountMinor,
    amount: toMajor(amountMinor, order.currency),
    currency: order.currency,
  });
  const some = (amountMinor: number) => (amountMinor > 0 ? amount(amountMinor) : null);
  const released = releasedMinor(outline, of);
  const total = outline.order?.grand_total_minor;
  return {
    status: { from: order.status, to: outline.status ?? outline.order?.status ?? order.status },
    moneyBack: refund
      ? {
          ...amount(refund.amountMinor),
          to: paidWith(attempt),
          inAllMinor: (attempt?.refunded_minor ?? 0) + refund.amountMinor,
          when: refund.send === 'waits' ? 'when_decided' : 'now',
        }
      : null,
    moneyTaken: some(captures.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
    moneyReleased: some(released),
    newGrandTotal: total === undefined ? null : amount(total),
    stock: stockEffects(outline, order),
    sent: outline.sent ?? [],
    delivered: outline.delivered ?? [],
    goodsBack: goodsBackOf(outline),
    events: [
      ...outline.events.map(({ type }): ToBeTold => ({ type, when: 'now' })),
      ...afterGateway(refund, captures, released),
    ],
  };
}

type Taken = Pick<NewCapture, 'amountMinor' | 'isLast'>;

const capturesOf = ({ newCapture, hastened = [] }: MoveOutline): Taken[] => [
  ...(newCapture ? [newCapture] : []),
  ...hastened.map(({ amount_minor: amountMinor, is_last: isLast }) => ({ amountMinor, isLast })),
];

function releasedMinor(outline: MoveOutline, { attempt, underWayMinor }: OutlinedOrder): number {
  if (!attempt || !capturesOf(outline).some(({ isLast }) => isLast)) return 0;
  // What is hastened is under way.
  return Math.max(0, uncaptured(attempt) - underWayMinor - (outline.newCapture?.amountMinor ?? 0));
}

/** Should the gateway do as it is told. */
function afterGateway(
  refund: NewRefund | undefined,
  captures: readonly Taken[],
  released: number,
): ToBeTold[] {
  const types: EventType[] = captures
    .filter(({ amountMinor }) => amountMinor > 0)
    .map(() => 'payment.captured');
  if (released > 0) types.push('payment.released');
  if (refund && refund.send !== 'waits') types.push('refund.succeeded');
  return types.map((type) => ({ type, when: 'after_gateway' }));
}

const paidWith = (attempt: AttemptRow | null): PaidWith => ({
  method: attempt?.method ?? 'unknown',
  last4: attempt?.card?.last4 ?? null,
});

function goodsBackOf({ newReturn, return: moved, writtenOff = [] }: MoveOutline): MoveEffects['goodsBack'] {
  if (newReturn) {
    const units = newReturn.lines.map(({ productId, quantity }) => ({ productId, quantity }));
    return { status: newReturn.status, units, writtenOff };
  }
  if (!moved) return null;
  const units = (moved.lines ?? []).map((line) => ({
    productId: line.product_id,
    quantity: line.restocked + line.written_off,
  }));
  return { status: moved.status, units: units.filter(({ quantity }) => quantity > 0), writtenOff };
}

function stockEffects(outline: MoveOutline, order: OrderRow): StockEffect[] {
  return order.lines
    .map((line) => {
      const unitsOf = (units: readonly Units[] = []) =>
        units.find(({ productId }) => productId === line.product_id)?.quantity ?? 0;
      const moved = deltas(outline.stock?.move, unitsOf(outline.stock?.units));
      const owed = outline.lines?.find(({ lineNo }) => lineNo === line.line_no)?.backordered;
      return {
        productId: line.product_id,
        productName: line.product_name,
        onHand: moved.onHand - unitsOf(outline.writtenOff),
        held: moved.held,
        owed: owed === undefined ? 0 : owed - line.backordered,
      };
    })
    .filter(({ onHand, held, owed }) => onHand !== 0 || held !== 0 || owed !== 0);
}

/** The moves of stock that people bring about. */
function deltas(move: StockMove | undefined, quantity: number): { onHand: number; held: number } {
  switch (move) {
    case undefined:
      return { onHand: 0, held: 0 };
    case 'release':
      return { onHand: 0, held: 0 - quantity };
    case 'restock':
    case 'receive':
    case 'count_more':
      return { onHand: quantity, held: 0 };
    case 'hold':
      return { onHand: 0, held: quantity };
    case 'sell_held':
      return { onHand: 0 - quantity, held: 0 - quantity };
    case 'sell_available':
    case 'write_off':
    case 'count_less':
      return { onHand: 0 - quantity, held: 0 };
    default:
      return assertNever(move);
  }
}
