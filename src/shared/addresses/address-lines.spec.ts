import type { Address } from './address.js';
import { addressLines } from './address-lines.js';

const CASES: [string, Address, string[]][] = [
  [
    'the United States',
    {
      recipient: 'Kim Doe',
      street: '123 Main St',
      street2: 'Apt 4',
      city: 'New York',
      state: 'NY',
      zipCode: '10001',
      country: '840',
    },
    ['Kim Doe', '123 Main St', 'Apt 4', 'New York, NY 10001', 'United States'],
  ],
  [
    'Germany, whose post prints no region',
    {
      street: 'Unter den Linden 1',
      city: 'Berlin',
      state: 'Berlin',
      zipCode: '10117',
      country: 'Deutschland',
    },
    ['Unter den Linden 1', '10117 Berlin', 'Germany'],
  ],
  [
    'the United Kingdom',
    { recipient: 'Sam', street: '10 Downing Street', city: 'London', zipCode: 'SW1A 2AA', country: 'UK' },
    ['Sam', '10 Downing Street', 'London', 'SW1A 2AA', 'United Kingdom'],
  ],
  [
    'Japan, whose post takes the city for a part of the street',
    {
      recipient: 'Taro',
      street: '1-1 Chiyoda',
      city: 'Chiyoda-ku',
      state: 'Tokyo',
      zipCode: '100-0001',
      country: 'JP',
    },
    ['Taro', '1-1 Chiyoda', 'Chiyoda-ku, Tokyo', '100-0001', 'Japan'],
  ],
  [
    'Japan, to a street that is called as its city',
    {
      street: 'Nagoya 2',
      street2: 'B-B-1',
      city: 'Nagoya',
      state: 'Aichi',
      zipCode: '460-0001',
      country: 'JP',
    },
    ['Nagoya 2', 'B-B-1', 'Nagoya, Aichi', '460-0001', 'Japan'],
  ],
  [
    'Japan in its own script',
    {
      recipient: '山田太郎',
      street: '千代田1-1',
      city: '千代田区',
      state: '東京都',
      zipCode: '100-0001',
      country: 'JP',
    },
    ['〒100-0001', '東京都', '千代田区', '千代田1-1', '山田太郎', 'Japan'],
  ],
  [
    'Singapore, which is its city',
    { street: '1 Raffles Place', city: 'Singapore', zipCode: '048616', country: 'SG' },
    ['1 Raffles Place', 'SINGAPORE 048616', 'Singapore'],
  ],
  [
    'Hong Kong, without a code',
    { street: '25 Nathan Road', city: 'Tsim Sha Tsui', state: 'Kowloon', country: 'HKG' },
    ['25 Nathan Road', 'Tsim Sha Tsui', 'Kowloon', 'Hong Kong SAR China'],
  ],
  [
    'a country whose letters stand before the code already',
    { street: 'Gedimino pr. 1', city: 'Vilnius', zipCode: 'LT-01103', country: 'LT' },
    ['Gedimino pr. 1', 'LT-01103 Vilnius', 'Lithuania'],
  ],
];

it.each(CASES)('the lines of a label to %s', (_, address, lines) => {
  expect(addressLines(address)).toEqual(lines);
});

it('a value cannot leave its line, or turn the text after it around', () => {
  const lines = addressLines({
    recipient: '\u202Eevil\u202C 🎁',
    street: 'a\r\nTotal: 0',
    city: 'B\u2028erlin',
    zipCode: '10115',
    country: 'DE',
  });
  expect(lines).toEqual(['evil 🎁', 'a Total: 0', '10115 B erlin', 'Germany']);
});
