import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { countryCodeOf } from '../shared/addresses/country.js';
import { OneLine } from '../shared/http/one-line.js';
import { ANY } from './domain/tariff.js';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
/** More than any gateway takes at once. */
const PRICE_MAX = 1_000_000_000;
/** Of percents; finer rates are nobody's. */
const RATE_DECIMALS = 4;

const IsOneOf = (name: string, message: string, isOne: (text: string) => boolean): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value) => typeof value === 'string' && isOne(value),
      defaultMessage: () => `$property ${message}`,
    },
  });

const IsCountryOrAny = (): PropertyDecorator =>
  IsOneOf(
    'country',
    `must be a country, or ${ANY} for any`,
    (text) => text === ANY || countryCodeOf(text) !== undefined,
  );
const IsCurrency = (): PropertyDecorator =>
  IsOneOf('currency', 'must be a currency of ISO 4217', (text) => CURRENCIES.has(text));
const IsProductClass = (): PropertyDecorator =>
  applyDecorators(
    Matches(/^[a-z0-9_-]{1,40}$/, { message: '$property must be 1 to 40 small letters, digits, _ or -' }),
    IsString(),
  );

/** Where and for what a rate holds. */
export class RateKeyDto {
  /** By name or code; `*` is any. @example US */
  @IsCountryOrAny()
  country: string;
  /** State, province or region of the country, by name or code; `*`, or absent, is any. @example NY */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @OneLine()
  region?: string;
  /** What is taxed and shipped alike; `*`, or absent, is any. @example standard */
  @IsOptional()
  @Matches(/^([a-z0-9_-]{1,40}|[*])$/, {
    message: '$property must be 1 to 40 small letters, digits, _ or -, or *',
  })
  @IsString()
  productClass?: string;
}

export class ShippingRateKeyDto extends RateKeyDto {
  /** @example USD */
  @IsCurrency()
  currency: string;
}

export class SetTaxRateDto extends RateKeyDto {
  /** As invoices call it. @example 'Sales tax' */
  @IsString()
  @MaxLength(40)
  @OneLine()
  name: string;
  /** In percent, with at most four decimals. @example 8.875 */
  @IsNumber({ maxDecimalPlaces: RATE_DECIMALS })
  @Min(0)
  @Max(100)
  rate: number;
}

export class SetShippingRateDto extends ShippingRateKeyDto {
  /** In the currency's decimals; 0 is free. @example 9.99 */
  @IsNumber()
  @Min(0)
  @Max(PRICE_MAX)
  price: number;
  /** The product class at whose rate the shipping is taxed; absent or null: it is not. */
  @ApiPropertyOptional({ type: String, nullable: true, example: 'standard' })
  @IsOptional()
  @IsProductClass()
  taxClass?: string | null;
}

export class TaxRateDto {
  /** @example US */
  country: string;
  /** @example NY */
  region: string;
  /** @example standard */
  productClass: string;
  /** @example 'Sales tax' */
  name: string;
  /** In percent. @example 8.875 */
  rate: number;
}

export class ShippingRateDto {
  /** @example US */
  country: string;
  /** @example NY */
  region: string;
  /** @example standard */
  productClass: string;
  /** @example USD */
  currency: string;
  /** @example 9.99 */
  price: number;
  @ApiProperty({ type: String, nullable: true, example: null })
  taxClass: string | null;
}

/** The two tables; of the rates that fit a destination the most specific one holds. */
export class TariffsDto {
  taxes: TaxRateDto[];
  shipping: ShippingRateDto[];
}
