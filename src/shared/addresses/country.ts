import countries from 'i18n-iso-countries/index.js';
import german from 'i18n-iso-countries/langs/de.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import type { Address } from './address.js';
import { bareSpelling, plainText } from './spelling.js';

/** Names that people write and ISO 3166-1 does not know. */
const COMMON_NAMES: Record<string, string> = {
  England: 'GB',
  Scotland: 'GB',
  Wales: 'GB',
  'Northern Ireland': 'GB',
  Holland: 'NL',
};

const LANGUAGES = ['en', 'de'];

const NAMES = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  de: new Intl.DisplayNames('de', { type: 'region' }),
};

const ALPHA_2_BY_SPELLING = spellings();

/** The ISO 3166-1 alpha-2 code that a name (English or German), an alpha-2, alpha-3 or numeric code means, in any case. */
export function countryCodeOf(text: string): string | undefined {
  return ALPHA_2_BY_SPELLING.get(bareSpelling(text));
}

/** `US`, whether the address says `USA`, `us`, `840` or `United States`; the text itself where it names no country. */
export function countryOf({ country }: Pick<Address, 'country'>): string {
  return countryCodeOf(country) ?? plainText(country);
}

/** As it stands on a letter, in English unless told: `United States` for `USA`; what names no country stands for itself. */
export function countryName(country: string, language: keyof typeof NAMES = 'en'): string {
  const code = countryCodeOf(country);
  return code === undefined ? country.trim() : (NAMES[language].of(code) ?? code);
}

function spellings(): ReadonlyMap<string, string> {
  countries.registerLocale(english);
  countries.registerLocale(german);
  const found = new Map<string, string>();
  const add = (spelling: string, code: string) => found.set(bareSpelling(spelling), code);
  for (const [name, code] of Object.entries(COMMON_NAMES)) add(name, code);
  for (const language of LANGUAGES)
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' })))
      for (const name of names) add(name, code);
  // Last, so that no name hides a code.
  for (const [code, alpha3] of Object.entries(countries.getAlpha2Codes())) {
    add(code, code);
    add(alpha3, code);
  }
  for (const [numeric, code] of Object.entries(countries.getNumericCodes())) add(numeric, code);
  return found;
}
