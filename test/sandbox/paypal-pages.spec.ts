import type { PayPalClient } from './paypal-client.js';
import { CANCEL_URL, PayPalShop } from './paypal-shop.js';
import type { WebhookReceiver } from './webhook-receiver.js';

describe('the pages of the sandbox PayPal', () => {
  let shop: PayPalShop;
  let paypal: PayPalClient;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    shop = await PayPalShop.start();
    ({ paypal, receiver } = shop);
  });

  afterAll(() => shop.stop());

  describe('the approval page', () => {
    it('shows whom, how much and what for, and every test buyer', async () => {
      const page = await (await fetch(await approvalUrl({ invoice_number: 'ORD-<b>' }))).text();
      for (const text of ['Pay Spec Shop', '$150.38', 'ORD-&lt;b&gt;', 'Approve', 'Decline', 'Close'])
        expect(page).toContain(text);
      const buyers = [...page.matchAll(/name="buyer" value="(\w+)"/g)].map(([, name]) => name);
      expect(buyers).toEqual([
        'pays',
        'declined',
        'pending',
        'denied',
        'refund_fails',
        'refund_pending',
        'disputes',
      ]);
      expect(page).toContain('width=device-width');
      expect((await fetch(`${paypal.url}/checkoutnow?token=EC-NOBODY`)).status).toBe(404);
    });

    it('Approve leads back to the shop with what it needs to execute', async () => {
      const answer = await press(await approvalUrl(), { answer: 'approve', buyer: 'pays' });
      const back = new URL(answer.headers.get('location') ?? '');
      const { paymentId, token, PayerID, order } = Object.fromEntries(back.searchParams);
      expect([answer.status, order, token]).toEqual([303, '1', expect.stringMatching(/^EC-\w{17}$/)]);
      const paid = await paypal.sdk('payment.execute', [paymentId, { payer_id: PayerID }]);
      expect(paid.state).toBe('approved');
      const page = await (await fetch(`${paypal.url}/checkoutnow?token=${token}`)).text();
      expect(page).toContain('This payment is done');
      expect(page).not.toContain('<button');
    });

    it('Decline leads to the cancel address, and nothing is approved, whatever was before', async () => {
      const url = await approvalUrl();
      const approved = await press(url, { answer: 'close', buyer: 'pays' });
      expect(approved.status).toBe(200);
      const answer = await press(url, { answer: 'decline' });
      const token = new URL(url).searchParams.get('token');
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${CANCEL_URL}?token=${token}`]);
      const payment = await paypal.sdk('payment.get', [`PAYID-SANDBOX${token?.slice(3)}`]);
      expect(payment).toMatchObject({ state: 'created', payer: { payment_method: 'paypal' } });
      expect(await shop.executeRefused(payment.id, 'BUYERPAYS2345')).toBe(
        '400 PAYMENT_NOT_APPROVED_FOR_EXECUTION',
      );
    });

    it('Close approves and leads nowhere', async () => {
      const url = await approvalUrl();
      const answer = await press(url, { answer: 'close', buyer: 'declined' });
      expect(answer.headers.get('location')).toBeNull();
      expect(await answer.text()).toContain('the browser was closed');
      const id = `PAYID-SANDBOX${new URL(url).searchParams.get('token')?.slice(3)}`;
      await receiver.about(id, 'PAYMENTS.PAYMENT.CREATED');
      expect(await shop.executeRefused(id, 'BUYERDECL2345')).toBe('400 INSTRUMENT_DECLINED');
    });

    it('takes no answer that it does not offer', async () => {
      const url = await approvalUrl();
      expect((await press(url, { answer: 'approve', buyer: 'constructor' })).status).toBe(400);
      expect((await press(url, { answer: 'pay', buyer: 'pays' })).status).toBe(400);
      expect((await paypal.control('POST', 'payments/PAYID-NOBODY/approve')).status).toBe(400);
      const { id } = await shop.create();
      expect(await (await paypal.control('POST', `payments/${id}/decline`)).json()).toMatchObject({
        payerId: null,
        redirect: expect.stringContaining(CANCEL_URL),
      });
    });
  });

  it('shows its buyers and its last payments to a person, escaped', async () => {
    await shop.create({ invoice_number: '<script>alert(1)</script>' });
    const page = await (await fetch(paypal.url)).text();
    expect(page).toContain('refund_pending');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>');
  });

  async function approvalUrl(transaction: object = {}): Promise<string> {
    const { links } = await shop.create(transaction);
    return links.find(({ rel }) => rel === 'approval_url')?.href ?? '';
  }

  function press(url: string, form: Record<string, string>): Promise<Response> {
    return fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  }
});
