import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AddressDto } from './address.dto.js';
import { NextActionDto } from './payment.dto.js';

/** More lines than this are a job for an import, not for a checkout. */
const MAX_LINES = 100;

/** One of three: a gateway token; one JWE of the whole card; or number and CVV as a JWE each. Never a number in the clear. */
export class PaymentDetailsDto {
  @ApiPropertyOptional({ description: "The gateway's own payment-method token", example: 'pm_card_visa' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  token?: string;
  @ApiPropertyOptional({ description: 'A compact JWE of `{cardNumber, expiryDate, cvv, cardholderName?}`' })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  encryptedPaymentData?: string;
  @ApiPropertyOptional({ description: 'A compact JWE of the digits' })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  cardNumber?: string;
  @ApiPropertyOptional({ description: '`MM/YY`, in the clear' })
  @IsOptional()
  @IsString()
  @MaxLength(7)
  expiryDate?: string;
  @ApiPropertyOptional({ description: 'A compact JWE of the digits' })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  cvv?: string;
}

export class WantedItemDto {
  /** @example prod_mug */
  @IsString()
  @Matches(/^[\w-]{1,64}$/, { message: '$property must be a product id' })
  productId: string;
  /** @example 1 */
  @IsInt()
  @Min(1)
  @Max(999)
  quantity: number;
}

/** Units of products, each product once: whoever wants more of one says it in the quantity. */
export const UnitsOfProducts = ({ required = false } = {}): PropertyDecorator =>
  applyDecorators(
    ...(required ? [] : [IsOptional()]),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MAX_LINES),
    ArrayUnique((item: WantedItemDto | null) => item?.productId, {
      message: '$property must name each product once',
    }),
    ValidateNested({ each: true }),
    Type(() => WantedItemDto),
    ApiProperty({ type: [WantedItemDto], required, minItems: 1, maxItems: MAX_LINES }),
  );

export class QuoteRequestDto {
  @ValidateNested()
  @IsObject()
  @Type(() => AddressDto)
  @ApiProperty({ type: AddressDto })
  shippingAddress: AddressDto;
  /** Instead of the cart. */
  @UnitsOfProducts()
  items?: WantedItemDto[];
  /** Take what there is where something is short, rather than nothing. @example false */
  @IsOptional()
  @IsBoolean()
  allowPartial?: boolean;
}

export class CreateOrderDto extends QuoteRequestDto {
  /** Where the bill goes; the shipping address if absent. */
  @IsOptional()
  @ValidateNested()
  @IsObject()
  @Type(() => AddressDto)
  @ApiPropertyOptional({ type: AddressDto })
  billingAddress?: AddressDto;
  /** One of `GET /payment/methods`. Absent: the order is created and waits for `/payment/process`. @example credit_card */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  paymentMethod?: string;
  @IsOptional()
  @ValidateNested()
  @IsObject()
  @Type(() => PaymentDetailsDto)
  @ApiPropertyOptional({ type: PaymentDetailsDto })
  paymentDetails?: PaymentDetailsDto;
  /** Another name for `paymentDetails`. */
  @IsOptional()
  @ValidateNested()
  @IsObject()
  @Type(() => PaymentDetailsDto)
  @ApiPropertyOptional({ type: PaymentDetailsDto })
  paymentInfo?: PaymentDetailsDto;
  /** The `grandTotal` that the customer has seen: 409 `total_changed` where it no longer holds. @example 139.57 */
  @IsOptional()
  @IsNumber()
  @Min(0)
  expectedTotal?: number;
  /** Where the customer comes back to after a redirect; its origin must be on the server's list. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(2000)
  returnUrl?: string;
  /**
   * The language of the mails: `en` or `de`. Absent: by `Accept-Language`; one that we do not have: the shop's own.
   * @example en
   */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  locale?: string;
}

export class ProcessPaymentDto {
  /** Absent: your only pending order. @example ORD-7K3M9QX2TB */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  orderId?: string;
  /** `credit_card` if absent. @example credit_card */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  paymentMethod?: string;
  @ApiPropertyOptional({ description: 'A compact JWE of `{cardNumber, expiryDate, cvv, cardholderName?}`' })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  encryptedPaymentData?: string;
  @IsOptional()
  @ValidateNested()
  @IsObject()
  @Type(() => PaymentDetailsDto)
  @ApiPropertyOptional({ type: PaymentDetailsDto })
  paymentDetails?: PaymentDetailsDto;
  /** Where the customer comes back to after a redirect; its origin must be on the server's list. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(2000)
  returnUrl?: string;
}

export class PaymentResultDto {
  @ApiProperty({ enum: ['success', 'pending', 'failed'], example: 'success' })
  paymentStatus: string;
  @ApiProperty({ type: String, nullable: true, example: 'txn_1SVxQ2' })
  transactionId: string | null;
  /** @example ORD-7K3M9QX2TB */
  orderId: string;
  @ApiProperty({ type: String, nullable: true, example: 'pi_3SVxQ1' })
  intentId: string | null;
  /** @example confirmed */
  status: string;
}

export class PaymentPendingDto extends PaymentResultDto {
  /** What the customer must do for the payment to go on. */
  nextAction?: NextActionDto;
}
