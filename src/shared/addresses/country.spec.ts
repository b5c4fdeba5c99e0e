import { countryCodeOf, countryName, countryOf } from './country.js';

describe('a country', () => {
  it.each([
    [
      'US',
      [
        'US',
        'us',
        'USA',
        'usa',
        'U.S.A.',
        '840',
        'United States',
        'united states of america',
        'Vereinigte Staaten',
      ],
    ],
    ['GB', ['GB', 'UK', 'GBR', '826', 'United Kingdom', 'Great Britain', 'England', 'scotland']],
    ['DE', ['DE', 'DEU', '276', 'Germany', 'Deutschland', ' deutschland ']],
    ['AT', ['AT', '040', 'Österreich', 'Osterreich', 'AUSTRIA']],
    ['CI', ["Côte d'Ivoire", 'Cote d’Ivoire']],
    ['NL', ['Netherlands', 'The Netherlands', 'Holland']],
    ['KR', ['South Korea', 'Republic of Korea', 'KOR', '410']],
    ['HK', ['Hong Kong', 'HKG']],
    ['XK', ['Kosovo']],
  ])('%s is understood in every spelling', (code, spellings) => {
    for (const spelling of spellings) expect([spelling, countryCodeOf(spelling)]).toEqual([spelling, code]);
  });

  it.each(['', ' ', 'ZZ', 'Narnia', '999', '00840', '__proto__', 'constructor', 'U', 'USAA'])(
    '%j is none, and stands for itself',
    (text) => {
      expect(countryCodeOf(text)).toBeUndefined();
      expect(countryOf({ country: text })).toBe(text.trim().toUpperCase());
      expect(countryName(text)).toBe(text.trim());
    },
  );

  it('is told on a letter by its common English name', () => {
    expect(['USA', 'gb', 'Deutschland', 'KOR', '392'].map((name) => countryName(name))).toEqual([
      'United States',
      'United Kingdom',
      'Germany',
      'South Korea',
      'Japan',
    ]);
  });
});
