import type { ReceivedItem } from '../domain/return-moves.js';
import type { RefundWish } from '../domain/refund-wish.js';
import type { Units } from '../../shared/database/units.js';

/** What a person at the panel can do to an order, and what each move asks for. */
export interface MoveInputs {
  readonly prepare: Nothing;
  /** Without items: everything that is there. Without a URL: the carrier's page, where the carrier is a usual one. */
  readonly ship: {
    readonly carrier: string;
    readonly trackingNumber: string;
    readonly trackingUrl?: string;
    readonly items?: readonly Units[];
  };
  readonly correct_parcel: {
    readonly parcelId: string;
    readonly carrier?: string;
    readonly trackingNumber?: string;
    readonly trackingUrl?: string;
  };
  /** Without a parcel: all that are on their way. `deliveredAt` in ISO 8601; absent: now. */
  readonly deliver: { readonly parcelId?: string; readonly deliveredAt?: string };
  readonly cancel: Nothing;
  readonly cancel_items: { readonly items: readonly Units[] };
  /** Exactly one of amount (in the currency's decimals), lines and refundId (a refund that failed, once more). */
  readonly refund: RefundWish & ForCustomer;
  readonly request_return: { readonly items: readonly Units[] } & ForCustomer;
  /** The note is told to the customer. */
  readonly decide_return: {
    readonly returnId: string;
    readonly decision: 'approved' | 'refused';
    readonly note?: string;
  };
  /** Without items: everything, fit for sale. */
  readonly receive_return: { readonly returnId: string; readonly items?: readonly ReceivedItem[] };
  /** Above zero, in the currency's decimals. The label is shown to the customer. */
  readonly adjust: {
    readonly kind: 'fee' | 'discount';
    readonly label: string;
    readonly amount: number;
  };
  readonly ask_gateway: Nothing;
  readonly send_capture: Nothing;
}

/** The reason that the customer is shown; the move's own is for the audit alone. Absent: none in particular. */
interface ForCustomer {
  readonly reasonForCustomer?: string;
}

type Nothing = Readonly<Record<string, never>>;

export type MoveName = keyof MoveInputs;

/** In the order in which an order's page shows them. */
export const MOVES = [
  'prepare',
  'ship',
  'correct_parcel',
  'deliver',
  'cancel',
  'cancel_items',
  'refund',
  'request_return',
  'decide_return',
  'receive_return',
  'adjust',
  'ask_gateway',
  'send_capture',
] as const satisfies readonly MoveName[];

/** A move with its input. */
export type Move = { [M in MoveName]: { readonly move: M; readonly input: MoveInputs[M] } }[MoveName];

/** Moves whose refund has limits and may need a second person. Goods that have come back are paid for without. */
export const GIVES_BACK: ReadonlySet<MoveName> = new Set(['refund', 'cancel', 'cancel_items']);
