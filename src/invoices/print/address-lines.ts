import { formatAddress } from 'localized-address-format';
import type { Address } from '../../shared/addresses/address.js';
import { countryCodeOf, countryName } from '../../shared/addresses/country.js';
import { oneLine } from '../../shared/one-line.js';

/** An address as the country's post writes it, the country last; `name` where the address has no recipient of its own. */
export function addressLines(address: Address, name: string | null): string[] {
  const { recipient, street, street2, city, state, zipCode, country } = address;
  const lines = formatAddress({
    postalCountry: countryCodeOf(country) ?? '',
    name: recipient ?? name ?? '',
    addressLines: [street, street2 ?? ''],
    locality: city,
    administrativeArea: state ?? '',
    postalCode: zipCode ?? '',
  });
  return [...lines, countryName(country)].map(oneLine).filter(Boolean);
}
