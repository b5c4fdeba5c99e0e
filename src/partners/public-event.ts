import { publicId } from '../shared/ids.js';
import { toMajor } from '../shared/money.js';

/** What has to be known of an event to tell it. */
export interface EventRow {
  readonly event_id: string;
  readonly type: string;
  readonly position: string;
  readonly occurred_at: string | Date;
  readonly order_number: string | null;
  readonly product_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event as partners see it, in the feed and in webhooks alike. Its bytes are the same whenever it is told. */
export interface PublicEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: 1;
  readonly timestamp: string;
  readonly position: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * What is told, in this order, as it stands or under another name. Everything else is our own: ids of rows, and what was in a
 * customer's cart.
 */
const TOLD: readonly (readonly [ours: string, theirs: string])[] = [
  ...same('from to status reason method kind outcome'),
  ...same('refundId returnId parcelId disputeId transactionId carrier changed'),
  ['units', 'items'],
  ...same('writtenOff number invoice'),
  ...same('quantity onHand held available lowAt'),
];

const AMOUNTS = [
  ['amountMinor', 'amount'],
  ['grandTotalMinor', 'grandTotal'],
] as const;

export function publicEventOf(row: EventRow): PublicEvent {
  const { order_number: orderId, product_id: productId, data } = row;
  const facts = TOLD.filter(([ours]) => ours in data).map(([ours, theirs]) => [theirs, data[ours]] as const);
  return {
    id: publicId('evt', row.event_id),
    type: row.type,
    schemaVersion: 1,
    timestamp: new Date(row.occurred_at).toISOString(),
    position: Number(row.position),
    data: {
      ...(orderId !== null && { orderId }),
      ...(productId !== null && { productId }),
      ...Object.fromEntries(facts),
      ...amountsOf(data),
    },
  };
}

/** With the currency's own decimals, as everywhere in the contract. */
function amountsOf(data: EventRow['data']): Record<string, unknown> {
  const { currency } = data;
  if (typeof currency !== 'string') return {};
  const amounts = AMOUNTS.filter(([ours]) => typeof data[ours] === 'number');
  return {
    ...Object.fromEntries(amounts.map(([ours, theirs]) => [theirs, toMajor(data[ours] as number, currency)])),
    currency,
  };
}

function same(names: string): [ours: string, theirs: string][] {
  return names.split(' ').map((name) => [name, name]);
}
