import { iso31662 } from 'iso-3166/2.js';
import type { Address } from './address.js';
import { countryOf } from './country.js';
import { bareSpelling, plainText } from './spelling.js';

/** Regions of an address that ISO 3166-2 does not list under its country, or knows by another name. */
const COMMON_NAMES: Record<string, Record<string, string>> = {
  // United States Postal Service, Publication 28, appendix B: military mail, and freely associated states.
  US: {
    'Armed Forces Americas': 'AA',
    'Armed Forces Europe': 'AE',
    'Armed Forces Pacific': 'AP',
    Micronesia: 'FM',
    'Marshall Islands': 'MH',
    Palau: 'PW',
    'Virgin Islands': 'VI',
    'Washington DC': 'DC',
  },
  CA: {
    'Colombie-Britannique': 'BC',
    'Nouveau-Brunswick': 'NB',
    'Terre-Neuve-et-Labrador': 'NL',
    'Nouvelle-Écosse': 'NS',
    'Territoires du Nord-Ouest': 'NT',
    'Île-du-Prince-Édouard': 'PE',
  },
};

const CODES_BY_SPELLING = spellings();

/** The code in ISO 3166-2 behind the country's, for a code (`NY`, `US-NY`) or a name (`New York`) in any case. */
export function regionCodeOf(country: string, text: string): string | undefined {
  return CODES_BY_SPELLING.get(country)?.get(bareSpelling(text));
}

/**
 * `NY`, whether the address says `ny`, `US-NY` or `New York`; the text in upper case where ISO 3166-2 does not know it;
 * undefined where the address has none.
 */
export function regionOf(address: Pick<Address, 'country' | 'state'>): string | undefined {
  if (!address.state?.trim()) return undefined;
  return regionCodeOf(countryOf(address), address.state) ?? plainText(address.state);
}

function spellings(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const add = (country: string, spelling: string, code: string) => {
    const regions = found.get(country) ?? new Map<string, string>();
    found.set(country, regions.set(bareSpelling(spelling), code));
  };
  const regions = iso31662.map(({ code, name }) => ({
    country: code.slice(0, 2),
    code: code.slice(3),
    name,
  }));
  for (const { country, code, name } of regions) add(country, name, code);
  for (const [country, names] of Object.entries(COMMON_NAMES))
    for (const [name, code] of Object.entries(names))
      for (const spelling of [name, code]) add(country, spelling, code);
  // Last, so that no name hides a code.
  for (const { country, code } of regions)
    for (const spelling of [code, `${country}-${code}`]) add(country, spelling, code);
  return found;
}
