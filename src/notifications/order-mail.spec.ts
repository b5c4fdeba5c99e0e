import type { OrderForMail } from '../orders/index.js';
import { ORDER_TEMPLATES, type OrderTemplate } from './mail-table.js';
import { orderMailView } from './order-mail.view.js';
import { sampleOrder, sampleTold } from './preview/samples.js';
import { render } from './templates.js';
import type { EventData } from './told.js';

const anOrder = sampleOrder;

type Refund = NonNullable<OrderForMail['refund']>;

const aRefund = (status: Refund['status'], over: Partial<Refund> = {}): Refund => ({
  refundId: 'ref_01',
  amountMinor: 15038,
  status,
  reason: 'customer_request',
  method: 'credit_card',
  ...over,
});

const LINK = `https://shop.example/orders/ORD-7K3M9QX2TB#token=${'x'.repeat(200)}`;

const view = (template: OrderTemplate, over?: Partial<OrderForMail>, data: EventData = {}) =>
  orderMailView(template, { order: anOrder(over), data, link: LINK, linkDays: 30 }, 'Settle');
const confirmed = (over?: Partial<OrderForMail>) => view('order-confirmed', over);
const cancelled = (over: Partial<OrderForMail>) => view('order-cancelled', over);
const returned = (refund: Refund, why: string) => view('payment-returned', { refund }, { reason: why });
const expired = (paymentMethod: OrderForMail['paymentMethod']) =>
  cancelled({ cancelReason: 'payment_expired', paymentMethod });

describe('a mail about an order of what there was', () => {
  it('tells which units follow, and what could not be had', () => {
    const { items, paragraphs } = confirmed({
      items: anOrder().items.map((item) => ({ ...item, backordered: 1 })),
      unavailable: [{ productName: 'Lamp', missing: 3 }],
    });
    expect(items.map(({ detail }) => detail)).toEqual(['2 × $59.99 (1 sent later)']);
    expect(paragraphs.slice(1)).toEqual([
      'Some of them are not in stock yet. We send them as soon as they are.',
      'Not in stock, and so not part of this order: 3 × Lamp. You pay for nothing that we cannot send.',
    ]);
    expect(confirmed().paragraphs).toHaveLength(1);
  });
});

describe('the money of a mail', () => {
  it('tells several taxes each with its rate', () => {
    const taxes = [
      { name: 'VAT', basisPoints: 700, taxMinor: 140 },
      { name: 'VAT', basisPoints: 887.5, taxMinor: 900 },
    ];
    expect(confirmed({ taxes }).sums.slice(-2)).toEqual([
      { label: 'VAT 7 %', amount: '$1.40' },
      { label: 'VAT 8.875 %', amount: '$9.00' },
    ]);
  });

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
    // That it is made, another mail tells.
    ['succeeded', 'Your refund of $150.38 is on its way'],
    ['failed', 'Your refund of $150.38 needs our attention'],
    ['not_required', 'Nothing was charged'],
    ['waiting', 'Your payment of $150.38 is still undecided'],
  ] as const)('a refund that is %s: %s', (status, title) => {
    const { notice } = cancelled({ cancelReason: 'customer_request', refund: aRefund(status) });
    expect(notice?.title).toBe(title);
    expect(notice?.lines.includes('Reference: ref_01')).toBe(status !== 'not_required');
  });

  it('nothing was charged where there is no refund', () => {
    expect(cancelled({ cancelReason: 'payment_expired' }).notice?.title).toBe('Nothing was charged');
  });

  it('what was only reserved is let go, and was never charged', () => {
    const { notice } = cancelled({ cancelReason: 'admin', isPromised: true });
    expect(notice?.title).toBe('Nothing was charged');
    expect(notice?.lines.join()).toMatch(/reserved for this order is yours again/);
  });

  it('a payment that has gone back before is not denied', () => {
    const { notice } = cancelled({ cancelReason: 'admin', capturedMinor: 15038 });
    expect(notice?.title).toBe('There is nothing left to refund');
  });

  it('an order whose units sold out tells of its refund', () => {
    const view = cancelled({ cancelReason: 'out_of_stock', refund: aRefund('pending') });
    expect(view.paragraphs).toEqual([expect.stringMatching(/sold out/)]);
    expect(view.notice?.title).toBe('Your refund of $150.38 is on its way');
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

describe('what a confirmed order says about the money', () => {
  it('that it has arrived', () => {
    expect(confirmed().paragraphs[0]).toMatch(/Your payment of \$150\.38 has arrived/);
  });

  it('that it is taken when the goods leave, where it is only promised', () => {
    const { preview, paragraphs } = confirmed({ isPromised: true });
    for (const words of [preview, ...paragraphs]) {
      expect(words).toContain(
        'Your payment of $150.38 is reserved and will be taken when your items are shipped',
      );
      expect(words).not.toContain('arrived');
    }
  });
});

describe('what a mail about money that came too late says', () => {
  it.each([
    ['cancelled', /reached us after this order had ended/],
    ['paid_already', /was paid already when another payment for it reached us/],
  ])('why it goes back: %s', (reason, words) => {
    expect(returned(aRefund('pending'), reason).paragraphs).toEqual([expect.stringMatching(words)]);
  });

  it('why, also where a cancellation had allocated the refund under its own reason', () => {
    const { paragraphs } = returned(aRefund('pending', { reason: 'admin' }), 'cancelled');
    expect(paragraphs[0]).toMatch(/after this order had ended/);
  });

  it('how much, how, when and under which reference', () => {
    const { subject, preview, notice } = returned(
      aRefund('pending', { method: 'paypal', amountMinor: 999 }),
      'cancelled',
    );
    expect(subject).toBe('We are returning your payment for order ORD-7K3M9QX2TB');
    expect(preview).toMatch(/^Your refund of \$9\.99 is on its way\. /);
    expect(notice).toEqual({
      title: 'Your refund of $9.99 is on its way',
      lines: [
        'It goes back to where it came from (PayPal). It usually takes 5 to 10 business days until it shows.',
        'Reference: ref_01',
      ],
    });
  });
});

describe('the facts of a mail', () => {
  it('names the order in the subject, and its day in UTC', () => {
    const mail = confirmed();
    expect(mail.subject).toBe('Your order ORD-7K3M9QX2TB is confirmed');
    expect(mail.placedOn).toBe('November 23, 2026');
  });

  it.each<[NonNullable<OrderForMail['paymentMethod']>, string]>([
    ['credit_card', 'Credit card'],
    ['debit_card', 'Debit card'],
    ['apple_pay', 'Apple Pay'],
    ['paypal', 'PayPal'],
    ['bank_transfer', 'Bank transfer'],
    ['crypto', 'Cryptocurrency'],
  ])('names the method %s: %s', (paymentMethod, name) => {
    expect(confirmed({ paymentMethod }).paymentMethod).toBe(name);
  });

  it('leaves out what an address does not have, and greets a guest without a name', () => {
    const view = confirmed({ name: null });
    expect(view.greeting).toBe('Hello,');
    expect(view.shippingAddress).toEqual(['123 Main St', 'New York, NY 10001', 'United States']);
  });
});

it('an address stands in a mail as its country’s post orders it, its recipient first', () => {
  const view = confirmed({
    shippingAddress: {
      recipient: 'Kim Doe',
      street: 'Chausseestr. 1',
      street2: '3. Etage',
      city: 'Berlin',
      zipCode: '10115',
      country: 'DE',
      phone: '+49 30 1234567',
    },
    billingAddress: { street: '1-1', city: 'Central', state: 'Hong Kong Island', country: 'HK' },
  });
  expect(view.shippingAddress).toEqual(['Kim Doe', 'Chausseestr. 1', '3. Etage', '10115 Berlin', 'Germany']);
  expect(view.billingAddress).toEqual(['1-1', 'Central', 'Hong Kong Island', 'Hong Kong SAR China']);
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
        backordered: 0,
      },
    ],
  };

  it('escapes them in HTML', async () => {
    const { html } = await render('order-confirmed', confirmed(hostile));
    expect(html).toContain('Hello &lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;,');
    expect(html).toContain(
      '&lt;/td&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; Total: $0.00 {{total}}',
    );
    expect(html).not.toMatch(/<script|<img/);
  });

  it('keeps them in their line of the text', async () => {
    const { text } = await render('order-confirmed', confirmed(hostile));
    expect(text).not.toMatch(/^Total: \$0\.00/m);
    expect(text).toMatch(/^Total +\$150\.38$/m);
  });
});

describe.each(ORDER_TEMPLATES)('both parts of %s', (template) => {
  it.each(['en', 'de'] as const)('tell the same in %s and load nothing from elsewhere', async (locale) => {
    const mail = orderMailView(template, sampleTold(template, locale, LINK), 'Settle');
    const { html, text } = await render(template, mail);
    const said = [
      mail.number,
      mail.title,
      ...mail.paragraphs,
      ...(mail.notice?.lines ?? []),
      mail.action!.href,
    ];
    for (const part of [html.replaceAll('&#x3D;', '='), text.replaceAll('\n', ' ')]) {
      for (const words of said) expect(part).toContain(words);
    }
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/<img|<link|src=|url\(|@import|undefined|\[object/);
    // A link is a line of its own, so that no reader breaks it.
    expect(text.split('\n').filter((line) => line.length > 78)).toEqual(
      mail.action!.href.length > 78 ? [mail.action!.href] : [],
    );
    expect(text).not.toMatch(/\n{3}|undefined|\[object/);
  });
});

it('a payment of what an order cost before it was changed goes back, and the order stays', () => {
  const { paragraphs } = returned(aRefund('pending'), 'adjusted');
  expect(paragraphs).toEqual([
    'Your payment is of what your order cost before it was changed, so we are returning it. Your order stays as it is and can be paid anew.',
  ]);
});
