import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { PRODUCT_ID } from '../catalogue/index.js';
import { NOTICE_CODES, type NoticeCode } from './domain/cart.js';
import { MAX_QUANTITY } from './domain/limits.js';

const QUANTITY_TO_ADD = { message: 'quantity must be an integer from 1 to 999' };
const QUANTITY_TO_SET = { message: 'quantity must be an integer from 0 to 999' };

/** What to add to the cart. */
export class AddItemDto {
  /** @example prod_mug */
  @Matches(PRODUCT_ID, { message: 'productId must be 1 to 64 letters, digits, _ or -' })
  @IsString({ message: 'productId must be a string' })
  productId: string;

  /** @example 2 */
  @IsInt(QUANTITY_TO_ADD)
  @Min(1, QUANTITY_TO_ADD)
  @Max(MAX_QUANTITY, QUANTITY_TO_ADD)
  quantity: number;
}

/** How many there shall be. */
export class SetQuantityDto {
  /**
   * 0 removes the line.
   * @example 3
   */
  @IsInt(QUANTITY_TO_SET)
  @Min(0, QUANTITY_TO_SET)
  @Max(MAX_QUANTITY, QUANTITY_TO_SET)
  quantity: number;
}

/** One product of the cart. */
export class CartItemDto {
  /** @example prod_mug */
  productId: string;
  /** @example 'Stoneware mug' */
  productName: string;
  /** @example 2 */
  quantity: number;
  /**
   * Of one, today.
   * @example 18
   */
  price: number;
  /**
   * Price times quantity.
   * @example 36
   */
  subtotal: number;
  /**
   * ISO 4217; another one than the cart's is told in `notices`.
   * @example USD
   */
  currency: string;
  /**
   * How many could be ordered now.
   * @example 120
   */
  available: number;
  /** The code of what `notices` say of this line; null where nothing stands in the way. */
  @ApiProperty({ type: String, enum: [...NOTICE_CODES, null], nullable: true, example: null })
  notice: NoticeCode | null;
}

/** What stands between a line and an order. */
export class CartNoticeDto {
  /** @example prod_mug */
  productId: string;
  /** @example low_stock */
  code: NoticeCode;
  /** @example 'Only 1 of Stoneware mug left.' */
  message: string;
  /** @example 1 */
  available: number;
}

/** The caller's cart. */
export class CartDto {
  /** In the order in which they were added. */
  items: CartItemDto[];
  /**
   * The sum of the subtotals in the cart's currency, before shipping and tax.
   * @example 36
   */
  total: number;
  /**
   * The sum of the quantities.
   * @example 2
   */
  itemCount: number;
  /**
   * ISO 4217: that of the first item.
   * @example USD
   */
  currency: string;
  /**
   * Raised by every change of a line.
   * @example 1
   */
  version: number;
  notices: CartNoticeDto[];
}
