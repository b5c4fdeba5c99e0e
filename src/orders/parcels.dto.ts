import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUrl, Matches, MaxLength } from 'class-validator';
import type { Units } from '../shared/database/units.js';
import { IsInstant } from '../shared/http/instant.js';
import { OneLine } from '../shared/http/one-line.js';
import { UnitsOfProducts, WantedItemDto } from './place-order.dto.js';

/** What carriers print on labels; every carrier has its own form, and no check would know them all. */
export const TrackingNumber = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,59}$/, {
    message: '$property must be letters and digits, at most 60, with blanks and ./_- between them',
  });

const LINK = { protocols: ['https', 'http'], require_protocol: true };

export class ShipRequestDto {
  /** One of the usual carriers in any spelling, or any other. @example UPS */
  @IsString()
  @MaxLength(60)
  @OneLine()
  carrier: string;
  /** @example 1Z999AA10123456784 */
  @TrackingNumber()
  @IsString()
  trackingNumber: string;
  /** Where the parcel can be followed; for the usual carriers made from the number if absent. @example https://www.ups.com/track?tracknum=1Z999AA10123456784 */
  @IsOptional()
  @IsUrl(LINK)
  @MaxLength(500)
  trackingUrl?: string;
  /** What is in the parcel; everything that is there and has not been shipped if absent. */
  @UnitsOfProducts()
  items?: WantedItemDto[];
}

export class CorrectParcelDto {
  /** @example UPS */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @OneLine()
  carrier?: string;
  /** @example 1Z999AA10123456784 */
  @IsOptional()
  @TrackingNumber()
  @IsString()
  trackingNumber?: string;
  /** Made anew if absent and the carrier or the number changes. @example https://www.ups.com/track?tracknum=1Z999AA10123456784 */
  @IsOptional()
  @IsUrl(LINK)
  @MaxLength(500)
  trackingUrl?: string;
}

export class DeliverRequestDto {
  /** The parcel that has arrived; every one that is on its way if absent. @example par_01k9yv7d2nf0a8m5c3x1t6q4wz */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  parcelId?: string;
  @IsOptional()
  @IsInstant()
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'When it arrived; now if absent',
    example: '2026-11-25T14:05:00Z',
  })
  deliveredAt?: string;
}

export const shipExamples = {
  Everything: {
    summary: 'All that is left, in one parcel',
    value: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
  },
  'A part': {
    summary: 'The first of several parcels',
    value: {
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
      items: [{ productId: 'prod_mug', quantity: 1 }] satisfies Units[],
    },
  },
  'By a carrier of your own': {
    summary: 'With its own link',
    value: {
      carrier: 'Boten Fix',
      trackingNumber: 'BF-1207',
      trackingUrl: 'https://botenfix.example/parcels/BF-1207',
    },
  },
};
