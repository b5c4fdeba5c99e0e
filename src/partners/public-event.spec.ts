import { type EventRow, publicEventOf } from './public-event.js';

const anEvent = (change: Partial<EventRow> = {}): EventRow => ({
  event_id: '01a22140-fb13-71f9-b103-ddee4165b766',
  type: 'order.cancelled',
  position: '42',
  occurred_at: '2026-11-28T08:20:00.123456+00:00',
  order_number: 'ORD-7K3M9QX2TB',
  product_id: null,
  data: {},
  ...change,
});

describe('an event as partners see it', () => {
  it('has its order, its amounts in the currency’s decimals, and its place among all', () => {
    const data = { to: 'pending', from: null, amountMinor: 1999, grandTotalMinor: 2500, currency: 'JPY' };
    expect(publicEventOf(anEvent({ type: 'order.created', data }))).toEqual({
      id: 'evt_01m8gm1yrke7wv20yxxs0pbdv6',
      type: 'order.created',
      schemaVersion: 1,
      timestamp: '2026-11-28T08:20:00.123Z',
      position: 42,
      data: {
        orderId: 'ORD-7K3M9QX2TB',
        from: null,
        to: 'pending',
        amount: 1999,
        grandTotal: 2500,
        currency: 'JPY',
      },
    });
  });

  it('tells neither what was in the customer’s cart nor ids of our rows', () => {
    const secret = { attemptId: 'a', captureId: 'b', documentId: 'c', clearedCart: [{ productId: 'p' }] };
    const { data } = publicEventOf(
      anEvent({ data: { reason: 'customer_request', refundId: null, ...secret } }),
    );
    expect(data).toEqual({ orderId: 'ORD-7K3M9QX2TB', reason: 'customer_request', refundId: null });
  });

  it('calls units items, and says of which product it tells', () => {
    const units = [{ productId: 'prod_mug', quantity: 2 }];
    expect(publicEventOf(anEvent({ data: { units } })).data).toEqual({
      orderId: 'ORD-7K3M9QX2TB',
      items: units,
    });
    const low = anEvent({ order_number: null, product_id: 'prod_mug', data: { lowAt: 5, available: 1 } });
    expect(publicEventOf(low).data).toEqual({ productId: 'prod_mug', available: 1, lowAt: 5 });
  });

  it('is the same bytes in whatever order the database keeps the facts', () => {
    const [one, other] = [
      { from: 'a', to: 'b' },
      { to: 'b', from: 'a' },
    ].map((data) => JSON.stringify(publicEventOf(anEvent({ data }))));
    expect(other).toBe(one);
  });
});
