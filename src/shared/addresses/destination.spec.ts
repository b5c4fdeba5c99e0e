import { destinationOf } from './destination.js';

const ADDRESS = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };
const FULL = { ...ADDRESS, recipient: 'Kim Doe', street2: 'Apt 4', phone: '+1 212 555 0100' };

describe('the same destination', () => {
  it.each([
    ['by the country’s name', ADDRESS, { ...ADDRESS, country: 'United States' }],
    ['by its number', ADDRESS, { ...ADDRESS, country: '840' }],
    ['by the region’s name', ADDRESS, { ...ADDRESS, state: 'new york' }],
    ['in another case', FULL, { ...FULL, street: ' 123  MAIN ST', recipient: 'KIM DOE', street2: 'apt 4' }],
    ['with the number’s digits grouped', FULL, { ...FULL, phone: '+1 (212) 555-0100' }],
    ['with a code without its blank', { ...ADDRESS, zipCode: 'K1A 0B1' }, { ...ADDRESS, zipCode: 'k1a0b1' }],
  ])('%s', (_, one, other) => {
    expect(destinationOf(one)).toEqual(destinationOf(other));
  });
});

describe('another destination', () => {
  it.each([
    ['another recipient', { recipient: 'Sam Doe' }],
    ['no second line', { street2: undefined }],
    ['another flat', { street2: 'Apt 5' }],
    ['another phone', { phone: '+1 212 555 0101' }],
    ['another house', { street: '12-3 Main St' }],
    ['another country', { country: 'CA' }],
    ['another region', { state: 'NJ' }],
  ])('%s', (_, change) => {
    expect(destinationOf({ ...FULL, ...change })).not.toEqual(destinationOf(FULL));
  });
});
