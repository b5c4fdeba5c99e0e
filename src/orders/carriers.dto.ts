import { ApiProperty } from '@nestjs/swagger';
import { Equals, IsString } from 'class-validator';
import { IsInstant } from '../shared/http/instant.js';
import { TrackingNumber } from './parcels.dto.js';

/** The one event that is applied; others are answered and ignored. */
export const DELIVERED = 'parcel.delivered';

export const CARRIER_EVENT_RESULTS = ['delivered', 'already_delivered', 'ignored'] as const;
export type CarrierEventResult = (typeof CARRIER_EVENT_RESULTS)[number];

/** What a carrier tells of a parcel. More fields do no harm. */
export class CarrierEventDto {
  @Equals(DELIVERED, { message: '$property must be a text' })
  @ApiProperty({ example: DELIVERED, description: 'Others are ignored' })
  type: string;
  /** @example 1Z999AA10123456784 */
  @TrackingNumber()
  @IsString()
  trackingNumber: string;
  @IsInstant()
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-25T14:05:00Z' })
  deliveredAt: string;
}

export class HeardDto {
  @ApiProperty({
    enum: CARRIER_EVENT_RESULTS,
    description:
      'Whether the parcel was marked as delivered now, was so before, or the event is none of ours',
    example: 'delivered',
  })
  result: string;
}
