import type { OrderForMail } from '../orders/index.js';
import { orderMailView } from './order-mail.view.js';
import { render } from './templates.js';

/** The specification's own order: 119.98 + a fee of 10.01, shipping 9.99, tax 10.40, together 150.38. */
const anOrder = (over: Partial<OrderForMail> = {}): OrderForMail => ({
  orderId: '0193580e-0000-7000-8000-000000000001',
  number: 'ORD-7K3M9QX2TB',
  customerId: '0193580e-0000-7000-8000-0000000000aa',
  email: 'kim@example.com',
  name: 'Kim',
  currency: 'USD',
  items: [
    { productId: 'prod_1', productName: 'T-Shirt', quantity: 2, priceMinor: 5999, subtotalMinor: 11998 },
  ],
  adjustments: [{ label: 'Gift wrapping', amountMinor: 1001 }],
  totalMinor: 12999,
  shippingMinor: 999,
  taxMinor: 1040,
  grandTotalMinor: 15038,
  shippingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'US' },
  billingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'US' },
  paymentMethod: 'credit_card',
  cancelReason: null,
  refund: null,
  createdAt: '2026-11-23T23:59:59.000Z',
  ...over,
});

const aRefund = (status: NonNullable<OrderForMail['refund']>['status']) => ({
  refundId: 'ref_01',
  amountMinor: 15038,
  status,
});

const confirmed = (over?: Partial<OrderForMail>, portal?: string) =>
  orderMailView('order-confirmed', anOrder(over), portal);
const cancelled = (over: Partial<OrderForMail>) => orderMailView('order-cancelled', anOrder(over));
const expired = (paymentMethod: string) => cancelled({ cancelReason: 'payment_expired', paymentMethod });

describe('the money of a mail', () => {
  it('adds up from the items to the total', () => {
    const { items, sums, total } = confirmed();
    expect(items).toEqual([{ name: 'T-Shirt', detail: '2 × $59.99', subtotal: '$119.98' }]);
    expect(sums).toEqual([
      { label: 'Subtotal', amount: '$119.98' },
      { label: 'Gift wrapping', amount: '$10.01' },
      { label: 'Shipping', amount: '$9.99' },
      { label: 'Tax', amount: '$10.40' },
    ]);
    expect(total).toBe('$150.38');
  });

  it('has the decimals of its currency', () => {
    expect(confirmed({ currency: 'JPY', grandTotalMinor: 15038 }).total).toBe('¥15,038');
    expect(confirmed({ currency: 'KWD', grandTotalMinor: 15038 }).total).toBe('KWD\u00A015.038');
  });

  it('shows a discount as less and free shipping as free', () => {
    const { sums } = confirmed({ adjustments: [{ label: 'Welcome', amountMinor: -500 }], shippingMinor: 0 });
    expect(sums).toContainEqual({ label: 'Welcome', amount: '-$5.00' });
    expect(sums).toContainEqual({ label: 'Shipping', amount: 'Free' });
  });
});

describe('what a cancelled order says about the money', () => {
  it.each([
    ['pending', 'Your refund of $150.38 is on its way'],
    ['succeeded', 'We have refunded $150.38'],
    ['failed', 'Your refund of $150.38 needs our attention'],
    ['not_required', 'Nothing was charged'],
  ] as const)('a refund that is %s: %s', (status, title) => {
    const { notice } = cancelled({ cancelReason: 'customer_request', refund: aRefund(status) });
    expect(notice?.title).toBe(title);
    expect(notice?.lines.includes('Reference: ref_01')).toBe(status !== 'not_required');
  });

  it('nothing was charged where there is no refund', () => {
    expect(cancelled({ cancelReason: 'payment_expired' }).notice?.title).toBe('Nothing was charged');
  });

  it('a transfer that is still under way when its order expires comes back', () => {
    const words = 'If your payment is on its way, we send it back when it arrives.';
    expect(expired('bank_transfer').paragraphs).toContain(words);
    expect(expired('credit_card').paragraphs).not.toContain(words);
  });

  it.each<[NonNullable<OrderForMail['cancelReason']>, RegExp]>([
    ['customer_request', /^As you asked/],
    ['payment_expired', /not paid in time/],
    ['out_of_stock', /sold out/],
    ['admin', /^We had to cancel/],
    ['a reason of next year' as never, /has been cancelled/],
  ])('tells why: %s', (cancelReason, words) => {
    expect(cancelled({ cancelReason }).paragraphs[0]).toMatch(words);
  });
});

describe('the facts of a mail', () => {
  it('names the order in the subject, its day in UTC and its method in words', () => {
    const view = confirmed();
    expect(view.subject).toBe('Your order ORD-7K3M9QX2TB is confirmed');
    expect(view.placedOn).toBe('November 23, 2026');
    expect(view.paymentMethod).toBe('Credit card');
  });

  it('links to the portal where there is one, with or without its last slash', () => {
    expect(confirmed().link).toBeNull();
    for (const portal of ['https://shop.example/shop', 'https://shop.example/shop/']) {
      expect(confirmed({}, portal).link).toBe('https://shop.example/shop/orders/ORD-7K3M9QX2TB');
    }
  });

  it('leaves out what an address does not have, and greets a guest without a name', () => {
    const view = confirmed({ name: null });
    expect(view.greeting).toBe('Hello,');
    expect(view.shippingAddress).toEqual(['123 Main St', 'New York, NY 10001', 'United States']);
  });
});

describe('a mail with hostile values', () => {
  const hostile = {
    name: '<img src=x onerror=alert(1)>',
    items: [
      {
        productId: 'prod_1',
        productName: '</td><script>alert("x")</script>\r\nTotal: $0.00 {{total}}',
        quantity: 1,
        priceMinor: 1,
        subtotalMinor: 1,
      },
    ],
  };

  it('escapes them in HTML', async () => {
    const { html } = await render('order-confirmed', confirmed(hostile));
    expect(html).toContain('Hello &lt;img src=x onerror=alert(1)&gt;,');
    expect(html).toContain('&lt;/td&gt;&lt;script&gt;alert("x")&lt;/script&gt; Total: $0.00 {{total}}');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('keeps them in their line of the text', async () => {
    const { text } = await render('order-confirmed', confirmed(hostile));
    expect(text).not.toMatch(/^Total: \$0\.00/m);
    expect(text).toMatch(/^Total +\$150\.38$/m);
  });
});

describe.each(['order-confirmed', 'order-cancelled'] as const)('both parts of %s', (template) => {
  it('tell the same and load nothing from elsewhere', async () => {
    const order = anOrder({ cancelReason: 'customer_request', refund: aRefund('pending') });
    const view = orderMailView(template, order, 'https://shop.example/');
    const { html, text } = await render(template, view);
    for (const part of [html, text]) {
      expect(part).toContain(order.number);
      expect(part).toContain('T-Shirt');
      expect(part).toContain('2 × $59.99');
      expect(part).toContain('$150.38');
      expect(part).toContain('123 Main St');
      expect(part).toContain('https://shop.example/orders/ORD-7K3M9QX2TB');
    }
    expect(html).not.toMatch(/<img|<link|src=|url\(|@import/);
    expect(text.split('\n').filter((line) => line.length > 78)).toEqual([]);
    expect(text).not.toMatch(/\n{3}/);
  });
});
