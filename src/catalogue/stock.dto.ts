import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { OneLine } from '../shared/http/one-line.js';
import { PageInfoDto } from '../shared/http/page.dto.js';

/** Postgres counts units in four bytes; nobody has a tenth of that of one thing. */
const MAX_UNITS = 1_000_000;
const PAGE_LIMIT = 100;
const PAGE_DEFAULT = 20;

export class ReceiveStockDto {
  /** @example 40 */
  @IsInt()
  @Min(1)
  @Max(MAX_UNITS)
  quantity: number;
  /** Delivery note or the like, for the ledger. @example 'Delivery note 4711' */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @OneLine()
  reason?: string;
}

export class WriteOffStockDto {
  /** @example 2 */
  @IsInt()
  @Min(1)
  @Max(MAX_UNITS)
  quantity: number;
  /** @example 'Broken in the warehouse' */
  @IsString()
  @MaxLength(200)
  @OneLine()
  reason: string;
}

export class CorrectStockDto {
  /** How many were counted, those that orders hold among them. @example 118 */
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  counted: number;
  /** @example 'Yearly count' */
  @IsString()
  @MaxLength(200)
  @OneLine()
  reason: string;
}

export class LowStockNoticeDto {
  /** At so many or fewer that can be ordered, somebody is told; null: never. @example 10 */
  @ApiProperty({ type: Number, nullable: true, minimum: 0, maximum: MAX_UNITS, example: 10 })
  @ValidateIf(({ lowAt }: LowStockNoticeDto) => lowAt !== null)
  @IsInt()
  @Min(0)
  @Max(MAX_UNITS)
  lowAt: number | null;
}

class PageOfStockDto {
  /** How many at most. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT)
  limit: number = PAGE_DEFAULT;
  /** `pageInfo.nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  cursor?: string;
}

export class ListStockDto extends PageOfStockDto {
  /** `true`: only products of which few are left. */
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  low?: boolean;
}

export class ListMovementsDto extends PageOfStockDto {}

export class StockLevelDto {
  /** @example prod_mug */
  productId: string;
  /** @example 'Stoneware mug' */
  productName: string;
  /** What is in the house. @example 120 */
  onHand: number;
  /** Of that, promised to orders that are not paid yet. @example 4 */
  held: number;
  /** What can be ordered: `onHand - held`. @example 116 */
  available: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 10,
    description: 'At so many or fewer, somebody is told',
  })
  lowAt: number | null;
  /** @example false */
  isLow: boolean;
}

export class StockListDto {
  stock: StockLevelDto[];
  pageInfo: PageInfoDto;
}

export class StockMovementDto {
  @ApiProperty({
    enum: ['received', 'held', 'released', 'sold', 'returned', 'written_off', 'corrected'],
    example: 'sold',
  })
  kind: string;
  /** What it did to `onHand`. @example -2 */
  onHand: number;
  /** What it did to `held`. @example -2 */
  held: number;
  @ApiProperty({ type: String, nullable: true, example: 'ORD-7K3M9QX2TB' })
  orderId: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  reason: string | null;
  /** @example customer */
  actor: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-28T10:30:00.000Z' })
  at: string;
}

export class StockMovementListDto {
  movements: StockMovementDto[];
  pageInfo: PageInfoDto;
}
