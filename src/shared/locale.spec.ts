import { localeFor } from './locale.js';

describe('the language of a mail', () => {
  it.each([
    ['de', undefined, 'de'],
    ['DE-at', 'en', 'de'],
    ['en', 'de', 'en'],
    // One that we do not have is the default, not the next best guess.
    ['tlh', 'de', 'en'],
    ['', 'de', 'en'],
    [undefined, undefined, 'en'],
    [undefined, 'de', 'de'],
    [undefined, 'fr, de;q=0.5', 'de'],
    [undefined, 'en;q=0.3, de-CH;q=0.9', 'de'],
    [undefined, 'de;q=0, en;q=0.1', 'en'],
    [undefined, 'de;q=nonsense', 'en'],
    [undefined, '*', 'en'],
    [undefined, ';;,,q=', 'en'],
    [undefined, 'fr,'.repeat(30) + 'de', 'en'],
    ['constructor', '__proto__', 'en'],
  ])('wanted %s, accepted %s: %s', (wanted, accepted, locale) => {
    expect(localeFor({ wanted, accepted }, 'en')).toBe(locale);
  });

  it('is the shop’s own where nothing fits', () => {
    expect(localeFor({ accepted: 'fr' }, 'de')).toBe('de');
  });
});
