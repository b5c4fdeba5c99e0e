import type { Address } from './address.js';
import { countryCodeOf, countryName } from './country.js';
import { isPostalCode, postalCodeExample } from './postal-code.js';
import { regionCodeOf } from './region.js';

/** What its country's post asks of an address: the field `require` of Google's address data, read on 2026-11-28. */
const NEEDS_POSTAL_CODE = new Set(
  (
    'AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE JP KR LI LT LU ' +
    'LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC TR TW UA US VI WF YT ZA'
  ).split(' '),
);

/** The same data, but for territories of the United States, which are their only region. */
const NEEDS_REGION = new Set(
  'AE AU BR CA CN CO CR ES HK HN ID IN IQ IT JM JP KN KR KY NR PF PG RU SO SV TW UA US VE'.split(' '),
);

/**
 * Countries whose post has one short list of regions, with one of it. Elsewhere names are written in several ways
 * (`Jal.`, `Jalisco`; `Fukuoka`, `福岡県`), and to refuse a good address is worse than to ship to a misspelt region.
 */
const LISTED_REGION = new Map([
  ['AU', 'NSW'],
  ['BR', 'SP'],
  ['CA', 'ON'],
  ['US', 'NY'],
]);

/** 5 to 20 digits with what people put between them, with or without the `+` of an international number. */
const PHONE = /^(?=(?:\D*\d){5,20}\D*$)\+?[\d ()/.-]+$/;

/** An address as it came, with anything in its fields; a field of another type is somebody else's fault. */
export type AddressLike = { readonly [Field in keyof Address]?: unknown };

/** Each fault says what a field must be, to stand behind the field's name; undefined where there is none. */
export function countryFault({ country }: AddressLike): string | undefined {
  if (typeof country !== 'string' || countryCodeOf(country) !== undefined) return undefined;
  return 'must be the name or the ISO 3166 code of a country, like US';
}

export function regionFault({ country: named, state }: AddressLike): string | undefined {
  const country = codeOf(named);
  if (country === undefined) return undefined;
  if (isAbsent(state)) return NEEDS_REGION.has(country) ? `is required (${countryName(country)})` : undefined;
  const example = LISTED_REGION.get(country);
  if (typeof state !== 'string' || !example || regionCodeOf(country, state) !== undefined) return undefined;
  return `must be a state, province or territory like ${example} (${countryName(country)})`;
}

export function postalCodeFault({ country: named, zipCode }: AddressLike): string | undefined {
  const country = codeOf(named);
  if (country === undefined) return undefined;
  const example = postalCodeExample(country);
  const like = `${example ? ` like ${example}` : ''} (${countryName(country)})`;
  if (isAbsent(zipCode))
    return NEEDS_POSTAL_CODE.has(country) ? `is required: a postal code${like}` : undefined;
  if (typeof zipCode !== 'string' || isPostalCode(country, zipCode)) return undefined;
  return `must be a postal code${like}`;
}

export function phoneFault({ phone }: AddressLike): string | undefined {
  // Telephones put marks of direction around a number that is copied from them.
  if (typeof phone !== 'string' || PHONE.test(phone.replace(/\p{Cf}/gu, '').trim())) return undefined;
  return 'must be a telephone number of 5 to 20 digits, like +1 212 555 0100';
}

const codeOf = (country: unknown) => (typeof country === 'string' ? countryCodeOf(country) : undefined);

const isAbsent = (value: unknown) => value === undefined || value === null;
