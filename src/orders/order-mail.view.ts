import type { PaymentMethodName } from '../payments/index.js';
import type { Address } from '../shared/addresses/address.js';
import { publicId } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import { isOpen } from './domain/attempt.js';
import type { AttemptRow, CancelReason, OrderRow, RefundRow } from './order-row.js';
import { isoTime } from './order-view.js';

/** What a mail about an order needs. Amounts in minor units, times in ISO 8601. */
export interface OrderForMail {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string;
  readonly email: string;
  readonly name: string | null;
  readonly currency: string;
  readonly items: readonly {
    readonly productId: string;
    readonly productName: string;
    readonly quantity: number;
    readonly priceMinor: number;
    readonly subtotalMinor: number;
    /** Units that are not there yet and follow. */
    readonly backordered: number;
  }[];
  /** What was wanted and could not be had. */
  readonly unavailable: readonly { readonly productName: string; readonly missing: number }[];
  readonly adjustments: readonly { readonly label: string; readonly amountMinor: number }[];
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly taxes: readonly {
    readonly name: string;
    readonly basisPoints: number;
    readonly taxMinor: number;
  }[];
  readonly grandTotalMinor: number;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly paymentMethod: PaymentMethodName | null;
  /** Whether the money was promised with the order, to be taken when the goods leave. */
  readonly isPromised: boolean;
  /** What the payment that pays the order has taken so far. */
  readonly capturedMinor: number;
  readonly cancelReason: CancelReason | null;
  /** The refund that the mail is about. */
  readonly refund: {
    readonly refundId: string;
    readonly amountMinor: number;
    /** `waiting`: its payment is undecided, so that nobody knows whether there is anything to give back. */
    readonly status: RefundRow['status'] | 'waiting';
    readonly reason: string;
    readonly method: PaymentMethodName;
  } | null;
  readonly createdAt: string;
}

/** What the database gives for a mail. */
export interface OrderMailRow {
  readonly order: OrderRow;
  /** The payment that pays the order. */
  readonly paid: AttemptRow | null;
  readonly refund: RefundRow | null;
  /** The payment that the refund gives back. */
  readonly refunded: AttemptRow | null;
}

export function orderForMail({ order, paid, refund, refunded }: OrderMailRow): OrderForMail {
  const { email, name, shippingAddress, billingAddress } = fromPersonalColumn(order.personal);
  return {
    orderId: order.id,
    number: order.number,
    customerId: order.customer_id,
    email,
    name,
    currency: order.currency,
    items: order.lines.map((line) => ({
      productId: line.product_id,
      productName: line.product_name,
      quantity: line.quantity,
      priceMinor: line.price_minor,
      subtotalMinor: line.subtotal_minor,
      backordered: line.backordered,
    })),
    unavailable: (order.unavailable_items ?? []).map(({ productName, requested, available }) => ({
      productName,
      missing: requested - available,
    })),
    adjustments: order.adjustments.map(({ label, amount_minor }) => ({ label, amountMinor: amount_minor })),
    totalMinor: order.total_minor,
    shippingMinor: order.shipping_minor,
    taxMinor: order.tax_minor,
    taxes: order.taxes.map(({ name, basisPoints, taxMinor }) => ({ name, basisPoints, taxMinor })),
    grandTotalMinor: order.grand_total_minor,
    shippingAddress,
    billingAddress,
    paymentMethod: order.payment_method,
    isPromised: paid !== null && paid.authorized_minor > 0,
    capturedMinor: paid?.captured_minor ?? 0,
    cancelReason: order.cancel_reason,
    refund: refund && refunded && refundForMail(refund, refunded),
    createdAt: isoTime(order.created_at),
  };
}

const refundForMail = (refund: RefundRow, refunded: AttemptRow): NonNullable<OrderForMail['refund']> => ({
  refundId: publicId('ref', refund.id),
  amountMinor: refund.amount_minor,
  status: refund.status === 'pending' && isOpen(refunded) ? 'waiting' : refund.status,
  reason: refund.reason,
  method: refunded.method,
});
