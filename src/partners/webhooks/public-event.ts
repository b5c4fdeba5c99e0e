import { publicId } from '../../shared/ids.js';

/** What a row of events has to have to be told. */
export interface EventRow {
  readonly event_id: string;
  readonly type: string;
  readonly position: string;
  readonly occurred_at: string;
  readonly order_number: string | null;
  readonly product_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Values that are told as they stand: amounts, statuses and words, no ids of ours. */
const TOLD = new Set([
  'from',
  'to',
  'status',
  'amountMinor',
  'currency',
  'reason',
  'method',
  'kind',
  'carrier',
]);

/** The event as partners see it. Its bytes are the same at every try. */
export function publicEventOf(row: EventRow): object {
  const facts = Object.entries(row.data).filter(([name]) => TOLD.has(name));
  return {
    id: publicId('evt', row.event_id),
    type: row.type,
    schemaVersion: 1,
    occurredAt: new Date(row.occurred_at).toISOString(),
    position: Number(row.position),
    data: {
      ...(row.order_number !== null && { orderId: row.order_number }),
      ...(row.product_id !== null && { productId: row.product_id }),
      ...Object.fromEntries(facts),
    },
  };
}
