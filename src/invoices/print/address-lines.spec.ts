import { addressLines } from './address-lines.js';

describe('an address on paper', () => {
  it.each([
    [
      {
        street: '123 Main St',
        street2: 'Apt 4',
        city: 'New York',
        state: 'NY',
        zipCode: '10001',
        country: 'USA',
      },
      ['Ada', '123 Main St', 'Apt 4', 'New York, NY 10001', 'United States'],
    ],
    [
      { recipient: 'Erika', street: 'Hauptstr. 5', city: 'Berlin', zipCode: '10115', country: 'Germany' },
      ['Erika', 'Hauptstr. 5', '10115 Berlin', 'Germany'],
    ],
    [
      { street: '10 Downing St', city: 'London', zipCode: 'SW1A 2AA', country: 'GB' },
      ['Ada', '10 Downing St', 'London', 'SW1A 2AA', 'United Kingdom'],
    ],
    [
      { street: '1-1', city: 'Chiyoda', state: 'Tokyo', zipCode: '100-0001', country: 'JP' },
      ['Ada', '1-1', 'Chiyoda', 'Tokyo', '100-0001', 'Japan'],
    ],
    [
      { street: 'Ringstr. 1', city: 'Berlin', state: 'Brandenburg', zipCode: '10115', country: 'DE' },
      ['Ada', 'Ringstr. 1', 'Brandenburg', '10115 Berlin', 'Germany'],
    ],
    [
      { street: 'Crater 1', city: 'Tycho', zipCode: '1', country: 'Moon' },
      ['Ada', 'Crater 1', '1', 'Tycho', 'Moon'],
    ],
  ])('%j', (address, lines) => {
    expect(addressLines(address, 'Ada')).toEqual(lines);
  });
});
