import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ORDER_STATUSES } from './domain/order-states.js';
import { OrderItemDto, TotalsDto } from './order.dto.js';
import { EachProductOnce, WantedItemDto } from './place-order.dto.js';

const LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*\S[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
const LINE_FAULT = { message: '$property must be one line of text' };

export class ListOrdersDto {
  @ApiPropertyOptional({ enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: string;
  /** @example 20 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export class QuoteDto extends TotalsDto {
  items: OrderItemDto[];
}

export class CancelRequestDto {
  /** Required of admins after shipping. @example 'Ordered the wrong colour' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(LINE, LINE_FAULT)
  reason?: string;
}

export class ClearedItemDto {
  /** @example prod_mug */
  productId: string;
  /** @example 1 */
  quantity: number;
}

export class CancelledDto {
  /** @example 'Order cancelled' */
  message: string;
  /** @example ORD-7K3M9QX2TB */
  orderId: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null where no money was taken',
    example: 'ref_01k9yv7d2nf0a8m5c3x1t6q4wz',
  })
  refundId: string | null;
  @ApiProperty({
    type: String,
    enum: ['pending', 'succeeded', 'failed', 'not_required', null],
    nullable: true,
    example: 'succeeded',
  })
  refundStatus: string | null;
  @ApiProperty({
    type: [ClearedItemDto],
    nullable: true,
    description: 'What the cart held, where this call cleared it',
  })
  clearedCart: ClearedItemDto[] | null;
}

export class ShipRequestDto {
  /** @example UPS */
  @IsString()
  @MaxLength(60)
  @Matches(LINE, LINE_FAULT)
  carrier: string;
  /** @example 1Z999AA10123456784 */
  @IsString()
  @MaxLength(60)
  @Matches(LINE, LINE_FAULT)
  trackingNumber: string;
  /** @example https://www.ups.com/track?tracknum=1Z999AA10123456784 */
  @IsOptional()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  @MaxLength(500)
  trackingUrl?: string;
  /** What is in the parcel; everything that has not been shipped if absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @EachProductOnce()
  @ValidateNested({ each: true })
  @Type(() => WantedItemDto)
  @ApiPropertyOptional({ type: [WantedItemDto] })
  items?: WantedItemDto[];
}

export class RefundRequestDto {
  /** In the currency's decimals. Either this or `lines`. @example 10.5 */
  @IsOptional()
  @IsNumber()
  @Min(0)
  amount?: number;
  /** Units that are refunded, with their share of the tax. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @EachProductOnce()
  @ValidateNested({ each: true })
  @Type(() => WantedItemDto)
  @ApiPropertyOptional({ type: [WantedItemDto] })
  lines?: WantedItemDto[];
  /** @example 'Arrived damaged' */
  @IsString()
  @MaxLength(500)
  @Matches(LINE, LINE_FAULT)
  reason: string;
}
