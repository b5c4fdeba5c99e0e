import type { Address } from '../../shared/addresses/address.js';
import { countryOf } from '../../shared/addresses/country.js';
import { regionOf } from '../../shared/addresses/region.js';

/** Anywhere, and anything. */
export const ANY = '*';

/** Where an order goes, in the codes of ISO 3166 where the address names what they know. */
export interface Place {
  readonly country: string;
  /** `null` where the address names none. */
  readonly region: string | null;
}

export const placeOf = (address: Pick<Address, 'country' | 'state'>): Place => ({
  country: countryOf(address),
  region: regionOf(address) ?? null,
});

/** Where and for what a rate holds; `*` is any. */
export interface RateKey {
  readonly country: string;
  readonly region: string;
  readonly productClass: string;
}

export interface TaxRate extends RateKey {
  /** As invoices call it: `VAT`. */
  readonly name: string;
  /** Hundredths of a percent, with at most two decimals: 887.5 is 8.875 %. */
  readonly basisPoints: number;
}

export interface ShippingRate extends RateKey {
  readonly currency: string;
  readonly priceMinor: number;
  /** The product class at whose rate the shipping is taxed; `null`: it is not. */
  readonly taxClass: string | null;
}

/** The rates that may hold at a destination, of any specificity. */
export interface FittingRates {
  readonly taxes: readonly TaxRate[];
  readonly shipping: readonly ShippingRate[];
}

/** What an order's product classes cost at its destination. */
export interface Tariff {
  readonly shippingMinor: number;
  readonly shippingTaxClass: string | null;
  /** A class without a rate is not taxed. */
  readonly taxes: readonly Pick<TaxRate, 'productClass' | 'name' | 'basisPoints'>[];
}

/**
 * The most specific rate wins, class by class: a country's before any, a region's before its country's, a class's own
 * before any. An order ships once, at the highest price among its classes. `undefined` where a class is not shipped
 * there in this currency.
 */
export function tariffFor(
  { taxes, shipping }: FittingRates,
  productClasses: readonly string[],
  currency: string,
): Tariff | undefined {
  const classes = [...new Set(productClasses)];
  const inCurrency = shipping.filter((rate) => rate.currency === currency);
  const prices = classes.flatMap((productClass) => mostSpecific(inCurrency, productClass) ?? []);
  const [dearest] = prices.toSorted((a, b) => b.priceMinor - a.priceMinor);
  if (!dearest || prices.length < classes.length) return undefined;
  const taxed = dearest.taxClass === null ? classes : [...new Set([...classes, dearest.taxClass])];
  return {
    shippingMinor: dearest.priceMinor,
    shippingTaxClass: dearest.taxClass,
    taxes: taxed.flatMap((productClass) => {
      const rate = mostSpecific(taxes, productClass);
      return rate ? [{ productClass, name: rate.name, basisPoints: rate.basisPoints }] : [];
    }),
  };
}

function mostSpecific<R extends RateKey>(rates: readonly R[], productClass: string): R | undefined {
  return rates
    .filter((rate) => rate.productClass === ANY || rate.productClass === productClass)
    .toSorted((a, b) => specificity(b) - specificity(a))[0];
}

const specificity = ({ country, region, productClass }: RateKey): number =>
  (country === ANY ? 0 : 4) + (region === ANY ? 0 : 2) + (productClass === ANY ? 0 : 1);
