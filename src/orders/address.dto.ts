import { applyDecorators } from '@nestjs/common';
import {
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateIf,
  type ValidationArguments,
} from 'class-validator';
import {
  type AddressLike,
  countryFault,
  phoneFault,
  postalCodeFault,
  regionFault,
} from '../shared/addresses/address-faults.js';
import { OneLine } from '../shared/http/one-line.js';

type Fault = (address: AddressLike) => string | undefined;

/** Checks a field by what the whole address says, its country above all. */
const Without = (fault: Fault): PropertyDecorator => {
  const told = (args?: ValidationArguments) => fault(args?.object ?? {});
  return ValidateBy({
    name: 'address',
    validator: {
      validate: (_, args) => told(args) === undefined,
      defaultMessage: (args) => `$property ${told(args)}`,
    },
  });
};

/** As `Without`, for a field that may be absent where its absence is no fault. */
const OptionalWithout = (field: 'state' | 'zipCode', fault: Fault): PropertyDecorator =>
  applyDecorators(
    ValidateIf((address: AddressLike) => (address[field] ?? null) !== null || fault(address) !== undefined),
    Without(fault),
  );

/** An address is answered as it was sent, field by field. */
export class AddressDto {
  /** Who receives it there. @example 'Kim Doe' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  @OneLine()
  recipient?: string;
  /** @example '123 Main St' */
  @IsString()
  @MaxLength(200)
  @OneLine()
  street: string;
  /** What the street's line has no room for: flat, floor, building, care of. @example 'Apt 4' */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @OneLine()
  street2?: string;
  /** @example 'New York' */
  @IsString()
  @MaxLength(100)
  @OneLine()
  city: string;
  /**
   * State, province or region, as code or name. Required where the country's post requires one (US, CA, AU, BR, CN, IN, JP
   * and others); in US, CA, AU and BR it must be one that there is. @example NY
   */
  @IsString()
  @MaxLength(100)
  @OneLine()
  @OptionalWithout('state', regionFault)
  state?: string;
  /**
   * Postal code, checked by the rules of the country. Required where the country's post requires one; may be absent where it
   * does not (HK, AE, IE and others). @example '10001'
   */
  @IsString()
  @MaxLength(20)
  @OneLine()
  @OptionalWithout('zipCode', postalCodeFault)
  zipCode?: string;
  /** Name (English or German) or ISO 3166 code (alpha-2, alpha-3 or numeric) in any case: `USA`, `us`, `840`. @example USA */
  @IsString()
  @MinLength(2)
  @MaxLength(60)
  @OneLine()
  @Without(countryFault)
  country: string;
  /** For the carrier: 5 to 20 digits, with what people put between them. @example '+1 212 555 0100' */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @OneLine()
  @Without(phoneFault)
  phone?: string;
}
