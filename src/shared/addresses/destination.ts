import type { Address } from './address.js';
import { countryOf } from './country.js';
import { regionOf } from './region.js';
import { bareSpelling } from './spelling.js';

/** What is equal for two addresses where goods and bill go to the same person at the same place, however it is spelt. */
export function destinationOf(address: Address): readonly string[] {
  const { recipient, street, street2, city, zipCode, phone } = address;
  return [
    ...[recipient, street, street2, city].map((text) => inOneCase(text ?? '')),
    inOneCase(regionOf(address) ?? ''),
    bareSpelling(zipCode ?? ''),
    countryOf(address),
    (phone ?? '').replace(/\D/g, ''),
  ];
}

/** Dots and hyphens stay: 1-23 is another house than 12-3. */
const inOneCase = (text: string) => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
