import type { OrderPageView } from '../../../src/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { at, rowOf, type Section, wordOf } from './section.js';

/** Units, parcels and returns. What a customer has written is for those who see people. */
export function goodsSections(
  { order, lines, parcels, returns }: OrderPageView,
  seesPeople: boolean,
): Section[] {
  const unitsOf = (units: readonly { productId: string; quantity: number }[]) =>
    units
      .map(({ productId, quantity }) => {
        const line = lines.find((each) => each.productId === productId);
        return `${quantity} × ${line?.productName ?? productId}`;
      })
      .join(', ');
  return [
    {
      id: 'lines',
      title: 'Lines and stock',
      columns: [
        'Product',
        'Ordered',
        'Price',
        'Promised',
        'Owed',
        'Shipped',
        'Delivered',
        'Returned',
        'Cancelled',
      ],
      rows: lines.map((line) => ({
        cells: [
          rowOf('products', line.productId, line.productName),
          String(line.quantity),
          formatMoney(line.priceMinor, order.currency),
          ...[line.held, line.owed, line.shipped, line.delivered, line.returned, line.cancelled].map(String),
        ],
      })),
      empty: 'No lines.',
    },
    {
      id: 'parcels',
      title: 'Parcels',
      columns: ['Parcel', 'Status', 'Carrier', 'Number', 'Units', 'Shipped', 'Delivered'],
      rows: parcels.map((each) => ({
        cells: [
          rowOf('parcels', each.id, each.parcelId),
          each.status,
          each.carrier,
          each.trackingNumber,
          unitsOf(each.lines),
          at(each.shippedAt),
          at(each.deliveredAt),
        ],
      })),
      empty: 'Nothing was sent yet.',
    },
    {
      id: 'returns',
      title: 'Returns',
      columns: ['Return', 'Status', 'Units', 'By', ...(seesPeople ? ['Reason', 'Note'] : []), 'Wanted'],
      rows: returns.map((each) => ({
        cells: [
          rowOf('returns', each.id, each.returnId),
          wordOf(each.status),
          unitsOf(each.lines),
          each.requestedBy,
          ...(seesPeople ? [each.reason, each.note ?? ''] : []),
          at(each.requestedAt),
        ],
      })),
      empty: 'Nothing comes back.',
    },
  ];
}
