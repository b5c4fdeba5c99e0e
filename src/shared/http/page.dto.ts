import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Which page of a list is wanted. */
export class PageRequestDto {
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

/** Where a page of a list stands. */
export class PageInfoDto {
  /**
   * Opaque; passed as `cursor` it gets the next page. Null on the last one.
   * @example WyJTdG9uZXdhcmUgbXVnIiwicHJvZF9tdWciXQ
   */
  nextCursor: string | null;
  /** @example true */
  hasMore: boolean;
}
