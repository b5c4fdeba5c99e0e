import { nameKey, emailKey } from '../../shared/personal-data.js';
import { publicId } from '../../shared/ids.js';
import { wishesOf } from './wishes.js';

const kindsOf = (typed: string) => wishesOf(typed).map(({ kind }) => kind);
const ID = '01a0a033-51ed-7881-81b1-3c02fefdac3e';

describe('what somebody types into the search box', () => {
  it.each([
    [
      'an order number, in any case',
      ' ord-7k3m9qx2tb ',
      [{ kind: 'order_number', number: 'ORD-7K3M9QX2TB' }],
    ],
    ['an invoice number', 'inv-2026-000001', [{ kind: 'document', number: 'INV-2026-000001' }]],
    ['an address', 'Ada@Example.com', [{ kind: 'email', key: emailKey('ada@example.com') }]],
    ['an id', ID.toUpperCase(), [{ kind: 'id', id: ID }]],
    ['a refund', publicId('ref', ID), [{ kind: 'id', id: ID, of: 'refund' }]],
    ['a customer', publicId('usr', ID), [{ kind: 'id', id: ID, of: 'customer' }]],
    ['a parcel, in any case', publicId('par', ID).toUpperCase(), [{ kind: 'id', id: ID, of: 'parcel' }]],
    ['a return', publicId('ret', ID), [{ kind: 'id', id: ID, of: 'return' }]],
    ['a mail', publicId('mail', ID), [{ kind: 'id', id: ID, of: 'mail' }]],
    ['an event', publicId('evt', ID), [{ kind: 'id', id: ID, of: 'event' }]],
    ['a delivery', publicId('whd', ID), [{ kind: 'id', id: ID, of: 'delivery' }]],
    ['an endpoint', publicId('we', ID), [{ kind: 'id', id: ID, of: 'endpoint' }]],
  ])('is %s and nothing else', (_, typed, wishes) => {
    expect(wishesOf(typed)).toEqual(wishes);
  });

  it('may be a name, however it is spelt', () => {
    expect(wishesOf('  ÁDA   lovelace ')).toContainEqual({ kind: 'name', key: nameKey('Áda Lovelace') });
  });

  it.each([
    ['the last four and an amount', '4242 59.99', [5_999, 59_990, 599_900]],
    ['with a comma and a currency', '4242 59,99 EUR', [5_999, 59_990, 599_900]],
    ['with dots before', '**** 4242 1000', [1_000, 100_000, 1_000_000, 10_000_000]],
  ])('may be a card: %s', (_, typed, amounts) => {
    // A currency without decimals knows no cents.
    expect(wishesOf(typed)).toContainEqual({ kind: 'card', last4: '4242', amountsMinor: amounts });
  });

  it.each([
    ['pi_3OxyZ12', ['product', 'gateway_id', 'name']],
    ['1Z 999 AA1 01', ['product', 'tracking', 'name']],
    ['mug', ['product', 'name']],
    ['123456789012', ['product', 'gateway_id', 'tracking']],
  ])('may be several things: %s', (typed, kinds) => {
    expect(kindsOf(typed)).toEqual(kinds);
  });

  it.each(['', '  ', 'ab', 'x'.repeat(201), 'a\0bc', '\ud800abc'])('is nothing: %j', (typed) => {
    expect(wishesOf(typed)).toEqual([]);
  });
});
