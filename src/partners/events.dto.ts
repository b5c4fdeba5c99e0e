import { ApiHideProperty, ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { EVENT_FILTERS, PARTNER_EVENTS } from './event-filter.js';

export class ListEventsDto {
  /** Events after this place: the `nextCursor` of the page before, or the id of an event. Absent: from the first one on. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
  @ApiHideProperty()
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(EVENT_FILTERS, { each: true })
  types?: string[];
  /** @example 100 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class EventDto {
  /** The same in the feed and in a webhook’s `webhook-id`. @example evt_01m8gm1yrke7wv20yxxs0pbdv6 */
  id: string;
  @ApiProperty({ enum: PARTNER_EVENTS, example: 'order.shipped' })
  type: string;
  /** Raised where the meaning of a field changes; new fields come without notice. @example 1 */
  schemaVersion: number;
  /** @example '2026-11-28T08:20:00.123Z' */
  timestamp: string;
  /** Grows with each event; an order’s events stand in the order in which they happened. Not without gaps. @example 4711 */
  position: number;
  @ApiProperty({
    description:
      'Ids and amounts, never personal data: the order’s present state is at `GET /orders/{orderId}`. ' +
      '`orderId` for what is about an order, `productId` for what is about a product.',
    type: 'object',
    additionalProperties: true,
    example: { orderId: 'ORD-7K3M9QX2TB', from: 'processing', to: 'shipped' },
  })
  data: Record<string, unknown>;
}

class EventPageInfoDto {
  /** Where to read on, now or later: never null. @example WyI0NzExIl0 */
  nextCursor: string;
  /** Whether there is more to read now. @example false */
  hasMore: boolean;
}

export class EventListDto {
  events: EventDto[];
  pageInfo: EventPageInfoDto;
}
