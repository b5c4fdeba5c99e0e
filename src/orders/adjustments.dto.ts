import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNumber, IsString, Max, MaxLength, Min } from 'class-validator';
import { OneLine } from '../shared/http/one-line.js';

/** More than any gateway takes at once. */
const AMOUNT_MAX = 1_000_000_000;
const KINDS = ['fee', 'discount'] as const;

export class AdjustRequestDto {
  @ApiProperty({ enum: KINDS, example: 'fee' })
  @IsIn(KINDS)
  kind: 'fee' | 'discount';
  /** As the customer reads it. @example 'Gift wrapping' */
  @IsString()
  @MaxLength(100)
  @OneLine()
  label: string;
  /** Above zero, in the currency's decimals; a discount is taken off. @example 10.01 */
  @IsNumber()
  @Min(0)
  @Max(AMOUNT_MAX)
  amount: number;
}
