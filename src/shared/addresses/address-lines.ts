import { formatAddress } from 'localized-address-format';
import { oneLine } from '../one-line.js';
import type { Address } from './address.js';
import { countryName, countryOf } from './country.js';
import type { Locale } from '../locale.js';

/** Scripts in which an address goes from the large to the small where its country's post has it so. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * The lines of a label, as the country's post orders them, with the country's name, in English unless told, as the last one. Every line is
 * safe to print (`oneLine`). A region that the post does not print is left out.
 */
export function addressLines(address: Address, locale: Locale = 'en'): string[] {
  const city = field(address.city);
  const streets = [address.street, address.street2].map(field).filter(Boolean);
  const script = EAST_ASIAN.test(address.street + address.city) ? 'local' : 'latin';
  const place = {
    postalCountry: countryOf(address),
    locality: city,
    administrativeArea: field(address.state),
    postalCode: field(address.zipCode),
  };
  // Some posts take the city for a part of the street (Japan), or for that of all addresses (Singapore).
  const hasCity = formatAddress(place, script).some((line) =>
    line.toLowerCase().includes(city.toLowerCase()),
  );
  const cityLine = hasCity ? [] : [city];
  const addressLines = script === 'local' ? [...cityLine, ...streets] : [...streets, ...cityLine];
  const lines = joined(formatAddress({ ...place, name: field(address.recipient), addressLines }, script));
  return [
    ...lines.map((line) => (streets.includes(line) ? line : withoutSecondPrefix(line))),
    oneLine(countryName(address.country, locale)),
  ];
}

/** Where streets are several lines, the package leaves what follows them (`, Tokyo`) behind on a line of its own. */
const joined = (lines: string[]) => lines.join('\n').replaceAll('\n, ', ', ').split('\n').map(oneLine);

/** Some posts print a country's letters before the code (`LT-04340`), and some customers have done so before. */
const withoutSecondPrefix = (line: string) => line.replace(/\b([A-Z]{1,2}-)\1(?=\d)/, '$1');

const field = (text?: string | null) => oneLine(text ?? '');
