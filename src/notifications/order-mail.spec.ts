import type { OrderForMail } from '../orders/index.js';
import { ORDER_TEMPLATES } from './mail-table.js';
import { orderMailView } from './order-mail.view.js';
import { sampleTold } from './preview/samples.js';
import { render } from './templates.js';
import { anOrder, aRefund, LINK, confirmed, returned } from '../../test/support/order-mails.js';

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
