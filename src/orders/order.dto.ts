import { ApiProperty } from '@nestjs/swagger';
import { PageInfoDto } from '../shared/http/page.dto.js';
import { AddressDto } from './address.dto.js';
import { ORDER_STATUSES } from './domain/order-states.js';
import { DisputeDto, NextActionDto } from './payment.dto.js';
import { ReturnDto } from './returns.dto.js';

export const PAYMENT_STATUSES = [
  'unpaid',
  'pending',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'failed',
  'unknown',
] as const;

export class OrderItemDto {
  /** @example prod_kettle */
  productId: string;
  /** @example 'Gooseneck kettle' */
  productName: string;
  /** @example 2 */
  quantity: number;
  /** @example 59.99 */
  price: number;
  /** @example 119.98 */
  subtotal: number;
  /** How many of them are not there yet and are sent when they are; absent where none. @example 1 */
  backordered?: number;
  /** How many of them were cancelled before they were shipped; absent where none. @example 1 */
  cancelled?: number;
}

export class UnavailableItemDto {
  /** @example prod_table_lamp */
  productId: string;
  /** @example 'Table lamp' */
  productName: string;
  /** @example 5 */
  requested: number;
  /** @example 3 */
  available: number;
}

export class AdjustmentDto {
  @ApiProperty({ enum: ['fee', 'discount'], example: 'fee' })
  kind: string;
  /** @example 'Gift wrapping' */
  label: string;
  /** @example 10.01 */
  amount: number;
}

export class TaxDto {
  /** @example Tax */
  name: string;
  /** In percent. @example 8 */
  rate: number;
  /** What it is taken of. @example 119.98 */
  taxable: number;
  /** @example 9.6 */
  tax: number;
}

export class TotalsDto {
  /** Goods and adjustments, before shipping and tax. @example 119.98 */
  total: number;
  /** @example 9.99 */
  shippingCost: number;
  /** The sum of `taxes`. @example 9.6 */
  tax: number;
  /** One for each class of products that is taxed differently, rounded once each. */
  taxes: TaxDto[];
  /** @example 139.57 */
  grandTotal: number;
  /** @example USD */
  currency: string;
}

/** An order as customers and partners see it. Amounts are numbers in the currency's own decimals. */
export class OrderDto extends TotalsDto {
  /** @example ORD-7K3M9QX2TB */
  orderId: string;
  @ApiProperty({ enum: ORDER_STATUSES, example: 'confirmed' })
  status: string;
  items: OrderItemDto[];
  /** Set where the order takes less than was wanted, as `allowPartial` allows. @example true */
  partial?: boolean;
  /** What was wanted and could not be had, at the time of the order; with `partial`. */
  unavailableItems?: UnavailableItemDto[];
  adjustments: AdjustmentDto[];
  shippingAddress: AddressDto;
  billingAddress: AddressDto;
  @ApiProperty({ type: String, nullable: true, example: 'credit_card' })
  paymentMethod: string | null;
  @ApiProperty({ enum: PAYMENT_STATUSES, example: 'paid' })
  paymentStatus: string;
  @ApiProperty({ type: String, nullable: true, description: "The gateway's own id", example: 'txn_1SVxQ2' })
  transactionId: string | null;
  @ApiProperty({ type: String, enum: ['queued', 'sent', 'failed', null], nullable: true, example: 'queued' })
  emailStatus: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  cancelReason: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when the order waits for its payment',
    example: null,
  })
  expiresAt: string | null;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:00.000Z' })
  createdAt: string;
}

/** The answer to `POST /orders/create`. */
export class PlacedOrderDto extends OrderDto {
  /** `Order placed successfully` when paid, `Order created` while it waits for its payment. @example 'Order placed successfully' */
  message: string;
  /** The same order again, as the specification names it. */
  orderDetails: OrderDto;
  /** What the customer must do for the payment to go on. */
  nextAction?: NextActionDto;
}

export class TrackedItemDto {
  /** @example prod_kettle */
  productId: string;
  /** @example 2 */
  quantity: number;
}

export class TrackingDto {
  /** @example par_01k9yv7d2nf0a8m5c3x1t6q4wz */
  parcelId: string;
  /** @example UPS */
  carrier: string;
  /** @example 1Z999AA10123456784 */
  trackingNumber: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
  })
  trackingUrl: string | null;
  @ApiProperty({ enum: ['shipped', 'delivered'], example: 'shipped' })
  status: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-24T08:00:00.000Z' })
  shippedAt: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  deliveredAt: string | null;
  items: TrackedItemDto[];
}

export class TimelineEntryDto {
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:01.000Z' })
  at: string;
  /** @example order.confirmed */
  event: string;
  @ApiProperty({ type: String, nullable: true, example: 'pending' })
  from: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'confirmed' })
  to: string | null;
  @ApiProperty({
    enum: ['customer', 'admin', 'partner', 'system', 'gateway', 'carrier'],
    example: 'customer',
  })
  actor: string;
}

export class CardSummaryDto {
  /** @example visa */
  brand: string;
  /** @example 4242 */
  last4: string;
  /** @example 12/34 */
  expiry: string;
}

export class PaymentDto {
  /** @example credit_card */
  method: string;
  @ApiProperty({
    enum: ['started', 'requires_action', 'processing', 'unknown', 'succeeded', 'failed'],
    example: 'succeeded',
  })
  status: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed', example: null })
  reason: string | null;
  /** @example 139.57 */
  amount: number;
  @ApiProperty({ type: String, nullable: true, example: 'pi_3SVxQ1' })
  intentId: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'txn_1SVxQ2' })
  transactionId: string | null;
  @ApiProperty({ type: CardSummaryDto, nullable: true })
  card: CardSummaryDto | null;
  @ApiProperty({ type: NextActionDto, required: false })
  nextAction?: NextActionDto;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T10:30:00.000Z' })
  createdAt: string;
}

export class RefundDto {
  /** @example ref_01k9yv7d2nf0a8m5c3x1t6q4wz */
  refundId: string;
  @ApiProperty({ enum: ['pending', 'succeeded', 'failed', 'not_required'], example: 'succeeded' })
  status: string;
  /** @example 139.57 */
  amount: number;
  /** @example customer_request */
  reason: string;
  @ApiProperty({ type: String, format: 'date-time', example: '2026-11-23T11:00:00.000Z' })
  createdAt: string;
}

/** One order with everything that happened to it. */
export class OrderWithHistoryDto extends OrderDto {
  /** The same order again, as the specification names it. */
  orderDetails: OrderDto;
  tracking: TrackingDto[];
  timeline: TimelineEntryDto[];
  payments: PaymentDto[];
  refunds: RefundDto[];
  returns: ReturnDto[];
  disputes: DisputeDto[];
}

export class OrderListDto {
  orders: OrderDto[];
  pageInfo: PageInfoDto;
}
