import type { OrderForMail } from '../orders/index.js';
import { aRefund, confirmed, cancelled, returned, expired } from '../../test/support/order-mails.js';

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
