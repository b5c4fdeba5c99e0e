import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { OneLine } from '../shared/http/one-line.js';
import { RETURN_STATUSES } from './domain/return-states.js';
import { UnitsOfProducts, WantedItemDto } from './place-order.dto.js';

/** As many products as an order may have. */
const MAX_LINES = 100;
const MAX_UNITS = 999;

export class ReturnRequestDto {
  /** Units that have arrived and are to come back. */
  @UnitsOfProducts({ required: true })
  items: WantedItemDto[];
  /** @example 'Too small' */
  @IsString()
  @MaxLength(500)
  @OneLine()
  reason: string;
}

export class RefuseReturnDto {
  /** For the customer. @example 'Worn and washed' */
  @IsString()
  @MaxLength(500)
  @OneLine()
  reason: string;
}

export class ReceivedItemDto {
  /** @example prod_mug */
  @IsString()
  @Matches(/^[\w-]{1,64}$/, { message: '$property must be a product id' })
  productId: string;
  /** Units that are sold again. @example 1 */
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  restock: number;
  /** Units that have come back and are not fit for sale. @example 1 */
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  writeOff: number;
}

export class ReceiveReturnDto {
  /** What has come back, each product once; what is not named did not. Absent: everything, fit for sale. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LINES)
  @ArrayUnique((item: ReceivedItemDto | null) => item?.productId, {
    message: '$property must name each product once',
  })
  @ValidateNested({ each: true })
  @Type(() => ReceivedItemDto)
  @ApiPropertyOptional({ type: [ReceivedItemDto], minItems: 1, maxItems: MAX_LINES })
  items?: ReceivedItemDto[];
}

export class ReturnedItemDto {
  /** @example prod_mug */
  productId: string;
  /** How many were announced. @example 2 */
  quantity: number;
  /** How many came back and are sold again. @example 1 */
  restocked: number;
  /** How many came back and are not fit for sale. @example 1 */
  writtenOff: number;
}

/** Goods on their way back. */
export class ReturnDto {
  /** @example ret_01k9yv7d2nf0a8m5c3x1t6q4wz */
  returnId: string;
  @ApiProperty({ enum: RETURN_STATUSES, example: 'received' })
  status: string;
  /** Whether the money goes back on receipt; false where it went back with the order's cancellation. @example true */
  carriesRefund: boolean;
  /** @example 'Too small' */
  reason: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused', example: null })
  note: string | null;
  @ApiProperty({ enum: ['customer', 'admin'], example: 'customer' })
  requestedBy: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The refund of what came back; null before, and where nothing was left to refund',
    example: 'ref_01k9yv7d2nf0a8m5c3x1t6q4wz',
  })
  refundId: string | null;
  items: ReturnedItemDto[];
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-30T10:30:00.000Z' })
  requestedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-12-01T08:00:00.000Z' })
  decidedAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-12-04T09:15:00.000Z' })
  receivedAt: string | null;
}

export class ReturnListDto {
  returns: ReturnDto[];
}
