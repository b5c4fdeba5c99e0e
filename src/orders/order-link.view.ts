import type { EventType } from '../shared/events/event.js';
import { maskedEmail } from '../shared/masked-email.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import { type OrderHistoryRow, trackingOf } from './order-history.view.js';
import type { OrderLinkDto } from './order-link.dto.js';
import { isoTime, orderView, totalsInOrder, totalsView } from './order-view.js';

/** What a link tells of an order's story. Of its money, disputes and refunds it tells the payment status alone. */
export const SHOWN_EVENTS = [
  'order.created',
  'order.confirmed',
  'order.processing',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'order.items_cancelled',
  'parcel.shipped',
  'parcel.delivered',
  'return.approved',
  'return.received',
] as const satisfies readonly EventType[];
export type ShownEvent = (typeof SHOWN_EVENTS)[number];

/** Named field by field: what an order comes to know later stays hidden until somebody shows it here. */
export function orderLinkView(
  { order, events, parcels }: Pick<OrderHistoryRow, 'order' | 'events' | 'parcels'>,
  linkExpiresAt: Date,
): OrderLinkDto {
  const { orderId, status, items, adjustments, ...rest } = orderView(order);
  const { email, shippingAddress } = fromPersonalColumn(order.personal);
  return {
    orderId,
    status,
    ...totalsView(totalsInOrder(order), order.currency),
    items,
    adjustments,
    email: maskedEmail(email),
    shipTo: { city: shippingAddress.city, country: shippingAddress.country },
    paymentMethod: rest.paymentMethod,
    paymentStatus: rest.paymentStatus,
    tracking: trackingOf(parcels),
    timeline: events
      .filter(({ type }) => (SHOWN_EVENTS as readonly string[]).includes(type))
      .map(({ occurred_at, type, data }) => ({
        at: isoTime(occurred_at),
        event: type,
        from: data.from ?? null,
        to: data.to ?? null,
      })),
    createdAt: rest.createdAt,
    linkExpiresAt: linkExpiresAt.toISOString(),
  };
}
