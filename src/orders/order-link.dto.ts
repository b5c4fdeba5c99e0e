import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { ORDER_STATUSES } from './domain/order-states.js';
import { AdjustmentDto, OrderItemDto, PAYMENT_STATUSES, TotalsDto, TrackingDto } from './order.dto.js';

/** Where an order goes, as far as anybody may know who has its link. */
export class PlaceDto {
  /** @example 'New York' */
  city: string;
  /** @example USA */
  country: string;
}

export class LinkTimelineEntryDto {
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:01.000Z' })
  at: string;
  /** What happened to the order and its parcels. @example order.confirmed */
  event: string;
  @ApiProperty({ type: String, nullable: true, example: 'pending' })
  from: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'confirmed' })
  to: string | null;
}

/** An order as its link shows it: names nobody, and nothing by which a payment could be found. */
export class OrderLinkDto extends TotalsDto {
  /** @example ORD-7K3M9QX2TB */
  orderId: string;
  @ApiProperty({ enum: ORDER_STATUSES, example: 'confirmed' })
  status: string;
  items: OrderItemDto[];
  adjustments: AdjustmentDto[];
  /** Where the mails go, masked. @example 'a***@example.com' */
  email: string;
  shipTo: PlaceDto;
  @ApiProperty({ type: String, nullable: true, example: 'credit_card' })
  paymentMethod: string | null;
  @ApiProperty({ enum: PAYMENT_STATUSES, example: 'paid' })
  paymentStatus: string;
  tracking: TrackingDto[];
  timeline: LinkTimelineEntryDto[];
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:00.000Z' })
  createdAt: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'Until when the link opens the order',
    example: '2026-12-23T10:30:00.000Z',
  })
  linkExpiresAt: string;
}

export class ClaimOrdersDto {
  /** Of the link in a mail about one of the orders. @example 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJPUkQtN0szTTlRWDJUQiJ9.c2lnbmF0dXJl' */
  @Length(1, 1000)
  @IsString()
  token: string;
}

export class ClaimedOrdersDto {
  /** @example 'Orders claimed' */
  message: string;
  /** Every order that you have claimed so far, newest first, at most 100; `GET /orders` has them all. @example ['ORD-7K3M9QX2TB'] */
  orderIds: string[];
}

export class AskForLinkDto {
  /** @example ORD-7K3M9QX2TB */
  @Length(1, 20)
  @IsString()
  orderId: string;
  /** The address that the order's mails go to. @example ada@example.com */
  @Length(1, 254)
  @IsString()
  email: string;
}

export class LinkAskedDto {
  /** @example 'If this is an order of this address, a mail with its link is on its way.' */
  message: string;
}
