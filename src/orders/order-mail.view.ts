import { publicId } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { Address, CancelReason, OrderRow, RefundRow } from './order-row.js';
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
  }[];
  readonly adjustments: readonly { readonly label: string; readonly amountMinor: number }[];
  readonly totalMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly grandTotalMinor: number;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly paymentMethod: string | null;
  readonly cancelReason: CancelReason | null;
  readonly refund: {
    readonly refundId: string;
    readonly amountMinor: number;
    readonly status: RefundRow['status'];
  } | null;
  readonly createdAt: string;
}

export function orderForMail(order: OrderRow, refund: RefundRow | undefined): OrderForMail {
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
    })),
    adjustments: order.adjustments.map(({ label, amount_minor }) => ({ label, amountMinor: amount_minor })),
    totalMinor: order.total_minor,
    shippingMinor: order.shipping_minor,
    taxMinor: order.tax_minor,
    grandTotalMinor: order.grand_total_minor,
    shippingAddress,
    billingAddress,
    paymentMethod: order.payment_method,
    cancelReason: order.cancel_reason,
    refund: refund
      ? { refundId: publicId('ref', refund.id), amountMinor: refund.amount_minor, status: refund.status }
      : null,
    createdAt: isoTime(order.created_at),
  };
}
