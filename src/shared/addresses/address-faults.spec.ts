import fc from 'fast-check';
import { countryFault, phoneFault, postalCodeFault, regionFault } from './address-faults.js';

const codeFault = (country: unknown, zipCode?: unknown) => postalCodeFault({ country, zipCode });
const stateFault = (country: unknown, state?: unknown) => regionFault({ country, state });

describe('a postal code', () => {
  it.each([
    ['USA', ['10001', '10001-1234', ' 10001 ', '１０００１']],
    ['GB', ['SW1A 1AA', 'sw1a1aa', 'SW1A  1AA', 'M1 1AE', 'BFPO 61', 'GIR 0AA']],
    ['CA', ['K1A 0B1', 'k1a0b1', 'K1A-0B1']],
    ['JP', ['100-0001', '1000001', '１００－０００１']],
    ['DE', ['10115', '01067', '\u202A10115\u202C']],
    ['NL', ['1012 AB', '1012ab']],
    ['PL', ['00-950', '00950']],
    ['BR', ['01310-100', '01310100']],
    ['IE', ['D02 AF30', undefined]],
    ['CL', ['8340457', undefined, null]],
    ['HK', [undefined, '00000', '999077']],
    ['AE', [undefined]],
  ])('of %s may be any of these', (country, codes) => {
    for (const code of codes) expect([code, codeFault(country, code)]).toEqual([code, undefined]);
  });

  it.each([
    [
      'DE',
      ['1000', 'D-10115', '101155', 'ABCDE', '10115x', '1o115'],
      'must be a postal code like 10115 (Germany)',
    ],
    ['USA', ['ABCDE', '1000', '100011', '10001-12'], 'must be a postal code like 10001 (United States)'],
    ['England', ['10001', 'SW1A'], 'must be a postal code like SW1A 1AA (United Kingdom)'],
    ['CA', ['10001', 'Z1A 0B1'], 'must be a postal code like K1A 0B1 (Canada)'],
    ['392', ['100-001', '10-00001x'], 'must be a postal code like 100-0001 (Japan)'],
    ['IE', ['1234'], 'must be a postal code like A65 F4E2 (Ireland)'],
    ['US', [undefined, null], 'is required: a postal code like 10001 (United States)'],
    ['Japan', [undefined], 'is required: a postal code like 100-0001 (Japan)'],
  ])('of %s is none of these', (country, codes, fault) => {
    for (const code of codes) expect([code, codeFault(country, code)]).toEqual([code, fault]);
  });
});

describe('a region', () => {
  it('is required where the post requires one', () => {
    for (const country of ['USA', 'CA', 'AU', 'BR', 'CN', 'IN', 'JP', 'AE'])
      expect([country, stateFault(country)]).toEqual([country, expect.stringMatching(/^is required \(/)]);
    for (const country of ['DE', 'GB', 'FR', 'SG', 'PR', 'GU'])
      expect([country, stateFault(country)]).toEqual([country, undefined]);
  });

  it('must be one that there is, where the post has one list of them', () => {
    for (const state of ['NY', 'new york', 'PR', 'AE', 'D.C.'])
      expect(stateFault('840', state)).toBeUndefined();
    expect(stateFault('USA', 'ZZ')).toBe('must be a state, province or territory like NY (United States)');
    expect(stateFault('US', 'ON')).toBeDefined();
    expect(stateFault('CA', 'NY')).toBe('must be a state, province or territory like ON (Canada)');
    expect(stateFault('AU', 'Tasmania')).toBeUndefined();
    expect(stateFault('BR', 'XX')).toBeDefined();
  });

  it('may be written as people do elsewhere', () => {
    for (const [country, state] of [
      ['MX', 'Jal.'],
      ['JP', '福岡県'],
      ['IN', 'Orissa'],
      ['DE', 'Bavaria'],
    ])
      expect(stateFault(country, state)).toBeUndefined();
  });
});

describe('a telephone number', () => {
  it.each(['+1 212 555 0100', '(030) 1234-567', '0049.30.123456', '12345', '\u202A+49 30 1234567\u202C'])(
    'may be %j',
    (phone) => expect(phoneFault({ phone })).toBeUndefined(),
  );

  it.each(['1234', '123456789012345678901', 'call me', '+1 212 555 0100 x5', '12345;drop', '++12345', ''])(
    'is not %j',
    (phone) => expect(phoneFault({ phone })).toMatch(/^must be a telephone number/),
  );
});

describe('a country that there is not', () => {
  it('is the only fault: what else its post asks is unknown', () => {
    expect(countryFault({ country: 'Narnia' })).toBe(
      'must be the name or the ISO 3166 code of a country, like US',
    );
    expect([codeFault('Narnia'), stateFault('Narnia')]).toEqual([undefined, undefined]);
  });
});

it('whatever is in an address, it is judged', () => {
  const anything = fc.record(
    Object.fromEntries(
      ['country', 'state', 'zipCode', 'phone'].map((field) => [
        field,
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('US', 'SO', 'KP', 'GB', '10001'),
          fc.anything(),
        ),
      ]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(anything, (address) => {
      for (const fault of [countryFault, regionFault, postalCodeFault, phoneFault])
        expect(['string', 'undefined']).toContain(typeof fault(address));
    }),
  );
});
