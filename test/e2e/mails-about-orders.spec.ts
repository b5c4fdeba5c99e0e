import { randomUUID } from 'node:crypto';
import type { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { expectInvariants } from '../support/invariants.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const flat = (text: string | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ');

describe('mails about an order', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await World.start();
    admin = await world.admin();
  });
  afterAll(() => world.stop());

  const subjectsOf = (orderId: string): string[] =>
    world.mail.mails.flatMap(({ subject }) => (subject?.includes(orderId) ? [subject] : []));

  async function ordered(more: object = {}, { units = 1, headers = {} } = {}) {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId, units);
    const placed = await customer.post('/orders/create', paidBy('pm_card_visa', more), { headers });
    const orderId: string = placed.body.orderId;
    return { customer, productId, orderId, placed };
  }

  const ship = (orderId: string, more: object = {}) =>
    admin.post(`/orders/${orderId}/ship`, { carrier: 'DHL', trackingNumber: randomUUID(), ...more });

  describe('in the language of the order', () => {
    it.each([
      ['the browser’s', {}, { 'accept-language': 'de-AT, en;q=0.5' }],
      ['the one that is asked for', { locale: 'de' }, { 'accept-language': 'en' }],
    ])('%s: words, amounts and dates are German', async (_, more, headers) => {
      const { orderId } = await ordered(more, { headers });
      const mail = await world.mail.mailFor(orderId, 'bestätigt');
      expect(mail.subject).toBe(`Ihre Bestellung ${orderId} ist bestätigt`);
      const day = new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
      for (const words of ['Guten Tag Ada Customer,', '74,78 $', `Bestellt am: ${day}`, 'Kreditkarte'])
        expect(flat(mail.text)).toContain(words);
      expect(flat(mail.text)).toContain('Vereinigte Staaten');
      expect(mail.html).toContain('<html lang="de">');
    });

    it.each([
      ['none is asked for', {}, {}],
      ['one that there is not', { locale: 'tlh' }, { 'accept-language': 'de' }],
      ['nonsense', { locale: '../../etc/passwd' }, {}],
      ['one that there is not, by the browser', {}, { 'accept-language': 'fr, it;q=0.2' }],
    ])('where %s, in the shop’s own', async (_, more, headers) => {
      const { orderId, placed } = await ordered(more, { headers });
      expect(placed.status).toBe(201);
      await world.mail.mailFor(orderId, 'is confirmed');
    });

    it('and stays it, whoever does something later', async () => {
      const { orderId } = await ordered({ locale: 'de' });
      await admin.post(
        `/orders/${orderId}/cancel`,
        { reason: 'Damaged' },
        { headers: { 'accept-language': 'en' } },
      );
      const { html } = await world.mail.mailFor(orderId, 'storniert');
      expect(html).toContain('<html lang="de">');
    });
  });

  it('each parcel is told of with what is in it, and the order’s arrival once', async () => {
    const { orderId, productId } = await ordered({}, { units: 3 });
    await admin.post(`/orders/${orderId}/prepare`);
    const items = [{ productId, quantity: 1 }];
    await ship(orderId, { items, trackingNumber: '00340434161094021501' });
    const first = await world.mail.mailFor(orderId, 'on its way');
    expect(first.subject).toBe(`A parcel of your order ${orderId} is on its way`);
    for (const words of [
      'We have handed it over to DHL.',
      'The rest of your order follows in another parcel.',
      `1 × Product ${productId}`,
      'Tracking number: 00340434161094021501',
      'Track your parcel:',
    ])
      expect(flat(first.text)).toContain(words);
    expect(first.html).toMatch(/href="https:\/\/[^"]*dhl[^"]*00340434161094021501/i);

    await ship(orderId, { carrier: 'Bike courier' });
    await eventually(
      () => subjectsOf(orderId).filter((subject) => subject.includes('on its way')).length === 2,
    );
    const second = world.mail.mails.findLast(({ subject }) => subject?.includes(orderId))!;
    expect(flat(second.text)).toContain(`2 × Product ${productId}`);
    expect(flat(second.text)).not.toContain('follows in another parcel');
    expect(second.html).toContain('>View your order<');

    await admin.post(`/orders/${orderId}/deliver`);
    await world.mail.mailFor(orderId, 'has been delivered');
    expect(subjectsOf(orderId)).toHaveLength(4);
  });

  it('a declined card is told once, with the reason and how long the order is kept', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const declined = paidBy('pm_card_chargeDeclinedInsufficientFunds');
    const { orderId } = (await customer.post('/orders/create', declined)).body;
    const mail = await world.mail.mailFor(orderId, 'did not go through');
    expect(flat(mail.text)).toContain(
      'There was not enough money on the card or account. Nothing was charged.',
    );
    expect(flat(mail.text)).toMatch(/Your order is kept until .* UTC\. You can pay it until then/);
    await customer.post('/payment/process', { orderId, paymentDetails: { token: 'pm_card_chargeDeclined' } });
    const { orderId: other } = await ordered();
    await world.mail.mailFor(other, 'confirmed');
    expect(subjectsOf(orderId)).toHaveLength(1);
  });

  it.each([
    ['USD', 'Routing number'],
    ['EUR', 'IBAN'],
  ])('a transfer in %s is told with the account and the reference', async (currency, label) => {
    const customer = await world.customer();
    const productId = await world.product(2, 5999, { currency });
    if (currency === 'EUR')
      await admin.call('PUT', '/tariffs/shipping', { body: { country: '*', currency, price: 5 } });
    await fillCart(customer, productId);
    const { body } = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'bank_transfer',
    });
    const mail = await world.mail.mailFor(body.orderId, 'How to pay');
    const { reference, accounts, amount } = body.nextAction;
    const account = Object.values(accounts[0] as Record<string, string>).filter(
      (value) => !/^(aba|iban)$/.test(value),
    );
    const told = flat(mail.text).replaceAll(' ', '');
    for (const words of [reference, ...account]) expect(told).toContain(String(words).replaceAll(' ', ''));
    expect(mail.text).toContain(`${label}: `);
    expect(mail.text).toContain(String(amount));
    expect(flat(mail.text)).toMatch(/We hold your items until .* UTC/);
  });

  it('crypto is told with the page to pay at, and PayPal’s redirect with no mail at all', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const { body } = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'crypto',
    });
    const mail = await world.mail.mailFor(body.orderId, 'How to pay');
    expect(mail.text).toContain(body.nextAction.url);
    expect(mail.html).toContain('>Pay now<');
  });

  it('who has not paid is reminded once, before it is too late; a fresh order is left alone', async () => {
    const customer = await world.customer();
    await fillCart(customer, await world.product(2));
    const { body } = await customer.post('/orders/create', {
      shippingAddress: ADDRESS,
      paymentMethod: 'bank_transfer',
    });
    const age = (created: string, expires: string) =>
      world.db.query(
        `update orders set created_at = now() - interval '${created}', expires_at = now() + interval '${expires}' where number = $1`,
        [body.orderId],
      );
    // 20 hours are left of 40: whoever orders then has read the instructions just now.
    await age('20 hours', '20 hours');
    const other = await ordered();
    await world.mail.mailFor(other.orderId, 'confirmed');
    expect(subjectsOf(body.orderId).filter((subject) => subject.includes('waiting'))).toEqual([]);
    await age('6 days', '23 hours');
    const mail = await world.mail.mailFor(body.orderId, 'is waiting for your payment');
    expect(flat(mail.text)).toContain('If it is not paid by then, the order is cancelled by itself.');
    expect(mail.text).toContain(body.nextAction.reference);
    const { timeline } = (await customer.get(`/orders/${body.orderId}`)).body;
    expect(timeline.filter(({ event }: { event: string }) => event === 'payment.expiring')).toHaveLength(1);
  });

  it('items that are taken out, their refund, and a refund that fails late are told each once', async () => {
    const customer = await world.customer();
    const productId = await world.product(9);
    await fillCart(customer, productId, 3);
    const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_refundFail'))).body;
    const items = [{ productId, quantity: 1 }];
    await customer.post(`/orders/${orderId}/cancel-items`, { items }, { key: randomUUID() });
    const removed = await world.mail.mailFor(orderId, 'removed items');
    expect(flat(removed.text)).toContain(`1 × Product ${productId}`);
    const [refund] = (await customer.get(`/orders/${orderId}`)).body.refunds;
    expect(removed.text).toContain(`$${refund.amount}`);
    const made = await world.mail.mailFor(orderId, `have refunded $${refund.amount}`);
    expect(made.text).toContain(refund.refundId);
    expect(made.attachments.map(({ contentType }) => contentType)).toEqual(['application/pdf']);
    const failed = await world.mail.mailFor(orderId, 'needs our attention');
    expect(flat(failed.text)).toContain('It is still yours.');
  });

  it('a return is told at each step: asked for, decided with the note, received with its refund', async () => {
    const { customer, orderId, productId } = await ordered({}, { units: 3 });
    await admin.post(`/orders/${orderId}/prepare`);
    await ship(orderId);
    await admin.post(`/orders/${orderId}/deliver`);
    const ask = async () => {
      const wish = { items: [{ productId, quantity: 1 }], reason: 'Too small' };
      return (await customer.post(`/orders/${orderId}/returns`, wish, { key: randomUUID() })).body.returnId;
    };
    const [good, bad] = [await ask(), await ask()];
    await eventually(
      () => subjectsOf(orderId).filter((each) => each.includes('return request')).length === 2,
    );
    await admin.post(`/returns/${good}/approve`, {});
    const approved = await world.mail.mailFor(orderId, 'is approved');
    expect(approved.text).toContain(good);
    expect(flat(approved.text)).toContain(`1 × Product ${productId}`);
    await admin.post(`/returns/${bad}/refuse`, { reason: 'It was worn' });
    const refused = await world.mail.mailFor(orderId, 'About your return');
    expect(refused.text).toContain('It was worn');
    await admin.post(`/returns/${good}/receive`);
    const received = await world.mail.mailFor(orderId, 'has arrived');
    const [refund] = (await customer.get(`/orders/${orderId}`)).body.refunds;
    expect(received.text).toContain(`$${refund.amount}`);
  });

  describe('no header can be written by a customer, whatever is stored', () => {
    it.each([
      ['line breaks', 'Ada\r\nBcc: eve@example.com\r\n\r\nHi', 'Ada Bcc: eve@example.com Hi'],
      ['a second address', 'Ada" <eve@example.com>, "', 'Ada" <eve@example.com>, "'],
      ['commas', 'Doe, Ada, eve@example.com', 'Doe, Ada, eve@example.com'],
      ['marks that turn the text round', 'Ada \u202Eevil\u202C', 'Ada evil'],
      ['an encoded word', '=?utf-8?q?Ada=0D=0ABcc:_eve?=', undefined],
    ])('%s in a name', async (_, name, shown) => {
      const customer = await world.customer();
      const { email, id } = (await customer.get('/auth/me')).body;
      await world.db.query(
        `update users set personal = personal || jsonb_build_object('name', $1::text) where personal->>'email' = $2`,
        [name, email],
      );
      expect(id).toBeTruthy();
      const productId = await world.product(2);
      await world.db.query(`update products set name = $1 where id = $2`, [
        'Mug\r\nSubject: x\r\n.\r\nQUIT',
        productId,
      ]);
      await fillCart(customer, productId);
      const { orderId } = (await customer.post('/orders/create', paidBy('pm_card_visa'))).body;
      const mail = await world.mail.mailFor(orderId, 'confirmed');
      const raw = world.mail.raw[world.mail.mails.indexOf(mail)]!;
      const headers = raw
        .slice(0, raw.indexOf('\r\n\r\n'))
        .replaceAll(/\r\n[ \t]+/g, ' ')
        .split('\r\n');
      expect(headers.map((line) => line.split(':', 1)[0]).toSorted()).toEqual([
        'Auto-Submitted',
        'Content-Type',
        'Date',
        'From',
        'MIME-Version',
        'Message-ID',
        'Subject',
        'To',
        'X-Settle-Order',
      ]);
      expect(mail.to).toMatchObject({ value: [{ address: email, ...(shown && { name: shown }) }] });
      expect([mail.to].flat()).toHaveLength(1);
      expect(mail.subject).toBe(`Your order ${orderId} is confirmed`);
      expect(mail.text).toContain('Mug Subject: x . QUIT');
    });
  });

  it('and everything adds up, one mail for each event', () => expectInvariants(world));
});
