import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageInfoDto } from '../shared/http/page.dto.js';

/** A page is read whole into memory: enough for a screen, too little to stall the process. */
const PAGE_LIMIT = 100;
const PAGE_DEFAULT = 20;
/** A search is a scan: longer texts only make it slower. */
const QUERY_MAX_LENGTH = 100;

/** Which products to list. */
export class ListProductsDto {
  /**
   * Part of a name or a description, in any case.
   * @example mug
   */
  @IsOptional()
  @Matches(/^\P{C}*$/u, { message: 'query must be plain text' })
  @MaxLength(QUERY_MAX_LENGTH, { message: 'query must have at most 100 characters' })
  @IsString({ message: 'query must be given once' })
  query?: string;

  /** How many at most. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'limit must be an integer from 1 to 100' })
  @Min(1, { message: 'limit must be an integer from 1 to 100' })
  @Max(PAGE_LIMIT, { message: 'limit must be an integer from 1 to 100' })
  limit: number = PAGE_DEFAULT;

  /** `pageInfo.nextCursor` of the page before. */
  @IsOptional()
  @IsString({ message: 'cursor must be given once' })
  cursor?: string;
}

/** Something that can be bought now. */
export class ProductDto {
  /** @example prod_mug */
  productId: string;
  /** @example 'Stoneware mug' */
  productName: string;
  /** @example 'Hand-glazed stoneware, 350 ml, safe in the dishwasher.' */
  description: string;
  /**
   * In the currency's own decimals.
   * @example 18
   */
  price: number;
  /**
   * ISO 4217.
   * @example USD
   */
  currency: string;
  /**
   * How many are there to be ordered now.
   * @example 120
   */
  available: number;
  /**
   * Whether more may be ordered than are there; what is missing is sent later.
   * @example false
   */
  backorderable: boolean;
}

/** One page of products, by name. */
export class ProductListDto {
  products: ProductDto[];
  pageInfo: PageInfoDto;
}
