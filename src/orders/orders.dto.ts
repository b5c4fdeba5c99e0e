import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNumber, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { OneLine } from '../shared/http/one-line.js';
import { PageRequestDto } from '../shared/http/page.dto.js';
import { ORDER_STATUSES } from './domain/order-states.js';
import { OrderItemDto, UnavailableItemDto, TotalsDto } from './order.dto.js';
import { UnitsOfProducts, WantedItemDto } from './place-order.dto.js';

export class ListOrdersDto extends PageRequestDto {
  @ApiPropertyOptional({ enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: string;
}

export class QuoteDto extends TotalsDto {
  items: OrderItemDto[];
  /** Set where there is less than was wanted, and `allowPartial` takes it. @example true */
  partial?: boolean;
  /** What could not be had; with `partial`. */
  unavailableItems?: UnavailableItemDto[];
}

export class CancelRequestDto {
  /** Required of admins after shipping. @example 'Ordered the wrong colour' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @OneLine()
  reason?: string;
}

export class CancelItemsRequestDto {
  /** Units that are not wanted any more; only such that have not been shipped. */
  @UnitsOfProducts({ required: true })
  items: WantedItemDto[];
  /** @example 'One is enough' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @OneLine()
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

export class RefundRequestDto {
  /** In the currency's decimals. One of this, `lines` and `refundId`. @example 10.5 */
  @IsOptional()
  @IsNumber()
  @Min(0)
  amount?: number;
  /** The currency that you think in: 409 where the order has another one. @example USD */
  @IsOptional()
  @IsString()
  @Length(3, 3)
  currency?: string;
  /** Units that are refunded, with their shares of tax and shipping. */
  @UnitsOfProducts()
  lines?: WantedItemDto[];
  /** A refund that failed, to try it again. @example ref_01k9yv7d2nf0a8m5c3x1t6q4wz */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  refundId?: string;
  /** @example 'Arrived damaged' */
  @IsString()
  @MaxLength(500)
  @OneLine()
  reason: string;
}
