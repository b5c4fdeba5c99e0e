import { formatAddress } from 'localized-address-format';
import type { Address } from '../../shared/addresses/address.js';
import { countryCodeOf, countryName } from '../../shared/addresses/country.js';
import { oneLine } from '../../shared/one-line.js';

/** An address as the country's post reads it from abroad, the country last; `name` where nobody is named to receive it. */
export function addressLines(address: Address, name: string | null): string[] {
  const { recipient, street, street2, city, state, zipCode, country } = address;
  const postalCountry = countryCodeOf(country) ?? '';
  const place = { locality: city, administrativeArea: state ?? '', postalCode: zipCode ?? '' };
  // Not every post has a place for each: Japan's wants the city in the street's. What was given is not left out.
  const homeless = Object.entries(place).flatMap(([part, text]) =>
    formatAddress({ postalCountry, [part]: 'x' }, 'latin').length > 0 ? [] : [text],
  );
  const streets = [street, street2 ?? '', ...homeless];
  const lines = formatAddress(
    { postalCountry, name: recipient ?? name ?? '', addressLines: streets, ...place },
    'latin',
  );
  return [...lines.map(withoutLead), countryName(country)].map(oneLine).filter(Boolean);
}

/** What a format puts between two parts, where the first has a line of its own. */
const withoutLead = (line: string): string => line.replace(/^[\s,]+/, '');
