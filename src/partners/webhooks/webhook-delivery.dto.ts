import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsInstant } from '../../shared/http/instant.js';
import { PageInfoDto, PageRequestDto } from '../../shared/http/page.dto.js';

/** `waiting` is behind an earlier event of its order, which has to be through first. */
export const DELIVERY_STATUSES = ['waiting', 'pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export class ListDeliveriesDto extends PageRequestDto {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

export class RedeliverRangeDto {
  /**
   * What happened from then on.
   * @example '2026-11-25T14:00:00Z'
   */
  @IsInstant()
  from: string;
  /**
   * And before then.
   * @example '2026-11-25T15:00:00Z'
   */
  @IsInstant()
  to: string;
  @ApiPropertyOptional({
    enum: ['delivered', 'failed'],
    description:
      'Only what ended so. Absent: all that the endpoint listens to, also what was not queued for it.',
  })
  @IsOptional()
  @IsIn(['delivered', 'failed'])
  status?: 'delivered' | 'failed';
}

export class RedeliveredDto {
  /**
   * So many are on their way again.
   * @example 12
   */
  deliveries: number;
}

export class DeliveryDto {
  /** @example whd_01k9yv7d2nf0a8m5c3x1t6q4wz */
  id: string;
  /** The `webhook-id` of every try. @example evt_01k9yv7d2nf0a8m5c3x1t6q4wz */
  eventId: string;
  /** @example order.confirmed */
  type: string;
  @ApiProperty({ type: String, nullable: true, example: 'ORD-7K3M9QX2TB' })
  orderId: string | null;
  @ApiProperty({ enum: DELIVERY_STATUSES, example: 'delivered' })
  status: DeliveryStatus;
  /** Since it was last asked for. @example 1 */
  tries: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Null where it has ended, or waits for another one',
    example: null,
  })
  nextTryAt: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-25T14:05:00.000Z' })
  createdAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-25T14:05:00.120Z' })
  finishedAt: string | null;
}

export class DeliveryListDto {
  /** The latest event first. */
  deliveries: DeliveryDto[];
  pageInfo: PageInfoDto;
}

export class AttemptDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-25T14:05:00.080Z' })
  sentAt: string;
  /** @example https://example.com/settle */
  url: string;
  /** @example 40 */
  durationMs: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where nobody answered', example: 200 })
  status: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'The first 4 kB', example: 'ok' })
  answer: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it counts as failed: `timeout`, `redirect`, `http_500`, `ECONNREFUSED` and the like',
    example: null,
  })
  error: string | null;
}

export class DeliveryWithAttemptsDto extends DeliveryDto {
  /** The body of every try, as it is signed. */
  @ApiProperty({ example: '{"id":"evt_01k9yv7d2nf0a8m5c3x1t6q4wz","type":"order.confirmed"}' })
  body: string;
  /** The latest 50, the first of them first. */
  attempts: AttemptDto[];
}
