import type { Client } from '../support/client.js';
import { writingNothing } from '../support/rows.js';
import { ADDRESS, fillCart, paidBy, World } from '../support/world.js';

const FULL = { ...ADDRESS, recipient: 'Kim Doe', street2: 'Apt 4', phone: '+1 (212) 555-0100' };
const PARIS = { street: '1 Rue de la Paix', city: 'Paris', zipCode: '75002', country: 'FR' };

describe('an address', () => {
  let world: World;
  let customer: Client;
  let productId: string;
  beforeAll(async () => {
    world = await World.start({ worker: false });
    [customer, productId] = await Promise.all([world.customer(), world.product(100)]);
  });
  afterAll(() => world.stop());

  /** Orders one unit without the cart, so that each order stands alone; cancelled, so that not too many wait. */
  async function order(addresses: object) {
    const items = [{ productId, quantity: 1 }];
    const placed = await customer.post(
      '/orders/create',
      { items, ...addresses },
      { key: crypto.randomUUID() },
    );
    if (placed.status === 201) await customer.post(`/orders/${placed.body.orderId}/cancel`);
    return placed;
  }

  const faultsOf = async (path: string, body: object): Promise<Record<string, string>> => {
    const refused = await writingNothing(world, () => customer.post(path, body));
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    const faults = (refused.body.errors as { field: string; message: string }[]).map(
      ({ field, message }) => [field, message] as const,
    );
    expect(faults.length).toBe(new Set(faults.map(([field]) => field)).size);
    return Object.fromEntries(faults);
  };

  it('is answered as it was sent, wherever an order is', async () => {
    const placed = await order({ shippingAddress: FULL, billingAddress: PARIS });
    expect(placed.status).toBe(201);
    const read = await customer.get(`/orders/${placed.body.orderId}`);
    for (const shown of [placed.body, placed.body.orderDetails, read.body, read.body.orderDetails]) {
      expect(shown.shippingAddress).toEqual(FULL);
      expect(shown.billingAddress).toEqual(PARIS);
    }
  });

  it.each(['USA', 'usa', 'US', '840', 'United States', 'united states of america', 'Vereinigte Staaten'])(
    'names its country as it likes: %s',
    async (country) => {
      const placed = await order({ shippingAddress: { ...ADDRESS, country } });
      expect([placed.status, placed.body.shippingAddress?.country]).toEqual([201, country]);
    },
  );

  it.each([
    [
      'Britain',
      { street: '10 Downing Street', city: 'London', zipCode: 'SW1A 2AA', country: 'United Kingdom' },
    ],
    ['Germany', { street: 'Chausseestr. 1', city: 'Berlin', zipCode: '10115', country: 'DE' }],
    ['Japan', { street: '1-1', city: 'Chiyoda-ku', state: 'Tokyo', zipCode: '100-0001', country: 'JPN' }],
    [
      'Japan, in its script',
      { street: '1-1', city: '千代田区', state: '東京都', zipCode: '1000001', country: '392' },
    ],
    [
      'Hong Kong, without a code',
      { street: '1 Queen’s Road', city: 'Central', state: 'Hong Kong Island', country: 'HK' },
    ],
    [
      'Canada',
      { street: '80 Wellington', city: 'Ottawa', state: 'Ontario', zipCode: 'k1a0b1', country: 'CA' },
    ],
    ['the Emirates', { street: '1 Sheikh Zayed Road', city: 'Dubai', state: 'Dubai', country: 'AE' }],
    ['Israel, with marks of direction', { street: '\u200Fהרצל 1', city: 'תל אביב', country: 'IL' }],
    ['a house with a heart', { ...ADDRESS, street: '1 Love Lane 💛' }],
  ])('in %s', async (_, shippingAddress) => {
    const placed = await order({ shippingAddress });
    expect([placed.status, placed.body.shippingAddress]).toEqual([201, shippingAddress]);
  });

  it('without what it may leave out may say so with null', async () => {
    const shippingAddress = { street: '1', city: 'Central', state: 'Kowloon', country: 'HK' };
    const placed = await order({
      shippingAddress: { ...shippingAddress, zipCode: null, street2: null, phone: null },
    });
    expect([placed.status, placed.body.shippingAddress]).toEqual([201, shippingAddress]);
  });

  it('is told every fault at once, of both addresses and of the rest', async () => {
    const body = {
      shippingAddress: { ...ADDRESS, state: 'ZZ', zipCode: 'ABCDE', phone: 'none', recipient: ' ' },
      billingAddress: { street: 'a\r\nb', city: '', country: 'de', zipCode: '1000', street2: 5 },
      expectedTotal: -1,
    };
    expect(await faultsOf('/orders/create', body)).toEqual({
      'shippingAddress.state': 'state must be a state, province or territory like NY (United States)',
      'shippingAddress.zipCode': 'zipCode must be a postal code like 10001 (United States)',
      'shippingAddress.phone': 'phone must be a telephone number of 5 to 20 digits, like +1 212 555 0100',
      'shippingAddress.recipient': 'recipient must be one line of text',
      'billingAddress.street': 'street must be one line of text',
      'billingAddress.city': 'city must be one line of text',
      'billingAddress.zipCode': 'zipCode must be a postal code like 10115 (Germany)',
      'billingAddress.street2': 'street2 must be one line of text',
      expectedTotal: 'expectedTotal must not be less than 0',
    });
  });

  it('is held to its country’s rules by a quote too', async () => {
    const shippingAddress = { street: '1', city: 'Sydney', country: 'Australia' };
    expect(await faultsOf('/orders/quote', { shippingAddress })).toEqual({
      'shippingAddress.state': 'state is required (Australia)',
      'shippingAddress.zipCode': 'zipCode is required: a postal code like 2000 (Australia)',
    });
  });

  it.each([
    ['of no country', { country: 'Narnia', state: 5, zipCode: undefined }, ['country', 'state']],
    ['of a code that is none', { country: 'ZZ' }, ['country']],
    ['of a country that is no text', { country: 840 }, ['country']],
    ['of __proto__', { country: 'constructor' }, ['country']],
    ['with a code that is no text', { zipCode: 10001 }, ['zipCode']],
    ['with a code of two lines', { zipCode: '10001\r\nBcc: x' }, ['zipCode']],
    ['with a line end behind its code', { zipCode: '10001\n' }, ['zipCode']],
    ['with a line end behind its state', { state: 'NY\n' }, ['state']],
    ['with a line end in its country', { country: 'US\nA' }, ['country']],
    ['with nothing in its state', { state: '' }, ['state']],
    ['without state and code', { state: undefined, zipCode: null }, ['state', 'zipCode']],
    ['with a recipient of two lines', { recipient: 'Kim\u2028Doe' }, ['recipient']],
    ['with a phone of 5,000 digits', { phone: '1'.repeat(5_000) }, ['phone']],
    ['with a second line without end', { street2: 'x'.repeat(201) }, ['street2']],
  ])('%s is refused', async (_, change, fields) => {
    const faults = await faultsOf('/orders/create', { shippingAddress: { ...ADDRESS, ...change } });
    expect(Object.keys(faults).toSorted()).toEqual(fields.map((field) => `shippingAddress.${field}`));
  });

  describe('after a decline', () => {
    async function paidAfterDecline(shippingAddress: object) {
      const other = await world.customer();
      await fillCart(other, productId);
      const declined = await other.post(
        '/orders/create',
        paidBy('pm_card_chargeDeclined', { shippingAddress: FULL }),
      );
      const paid = await other.post('/orders/create', paidBy('pm_card_visa', { shippingAddress }));
      expect([declined.status, paid.status]).toEqual([400, 201]);
      return { declinedId: declined.body.orderId, paid: paid.body };
    }

    it('in another spelling is the same, and the order goes on', async () => {
      const again = { ...FULL, country: 'us', state: 'New York', phone: '+12125550100' };
      const { declinedId, paid } = await paidAfterDecline(again);
      expect(paid.orderId).toBe(declinedId);
      expect(paid.shippingAddress).toEqual(FULL);
    });

    it.each([
      ['to another recipient', { recipient: 'Sam Doe' }],
      ['with another second line', { street2: undefined }],
      ['with another telephone number', { phone: '+1 212 555 0199' }],
    ])('%s is another, and the order goes there', async (_, change) => {
      const { declinedId, paid } = await paidAfterDecline({ ...FULL, ...change });
      expect(paid.orderId).not.toBe(declinedId);
      expect(paid.shippingAddress).toEqual(JSON.parse(JSON.stringify({ ...FULL, ...change })));
    });
  });
});
