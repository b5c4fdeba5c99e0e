import type { FailureReason, NextAction, PaymentMethodName } from '../payments/index.js';
import type { Address } from '../shared/addresses/address.js';
import { publicId } from '../shared/ids.js';
import type { Locale } from '../shared/locale.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import { isOpen } from './domain/attempt.js';
import type { OrderStatus } from './domain/order-states.js';
import type { AttemptRow, AttemptStatus, CancelReason, OrderRow, RefundRow } from './order-row.js';
import { isoTime } from './order-view.js';
import type { ReturnRow } from './return-row.js';

/** What a mail about an order needs. Amounts in minor units, times in ISO 8601, all ids but the order's as customers know them. */
export interface OrderForMail {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string;
  readonly email: string;
  readonly name: string | null;
  readonly locale: Locale;
  readonly status: OrderStatus;
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
  /** Until when it waits for its payment. */
  readonly expiresAt: string | null;
  /** The refund that the mail is about. */
  readonly refund: {
    readonly refundId: string;
    readonly amountMinor: number;
    /** `waiting`: its payment is undecided, so that nobody knows whether there is anything to give back. */
    readonly status: RefundRow['status'] | 'waiting';
    readonly reason: string;
    readonly method: PaymentMethodName;
  } | null;
  /** The payment that the mail is about, else the last one. */
  readonly payment: {
    readonly method: PaymentMethodName;
    readonly status: AttemptStatus;
    readonly reason: FailureReason | null;
    readonly nextAction: NextAction | null;
    readonly isLast: boolean;
    readonly isFirstFailure: boolean;
  } | null;
  readonly parcel: {
    readonly carrier: string;
    readonly trackingNumber: string;
    readonly trackingUrl: string | null;
    readonly items: readonly UnitsForMail[];
  } | null;
  /** The return that the mail is about. */
  readonly back: {
    readonly returnId: string;
    readonly note: string | null;
    readonly carriesRefund: boolean;
    /** What is to come back. */
    readonly items: readonly UnitsForMail[];
    /** What did. */
    readonly received: readonly UnitsForMail[];
  } | null;
  readonly createdAt: string;
}

export interface UnitsForMail {
  readonly productName: string;
  readonly quantity: number;
}

/** Failures that are none of the customer's: what we ended ourselves, and an outage of ours. */
export const NOT_THE_CUSTOMERS = ['abandoned', 'not_attempted'] as const satisfies readonly FailureReason[];

/** What the database gives for a mail. */
export interface OrderMailRow {
  readonly order: OrderRow;
  /** The payment that pays the order. */
  readonly paid: AttemptRow | null;
  readonly refund: RefundRow | null;
  /** The payment that the refund gives back. */
  readonly refunded: AttemptRow | null;
  readonly payment: (AttemptRow & { readonly is_last: boolean; readonly is_first_failure: boolean }) | null;
  readonly parcel: {
    readonly carrier: string;
    readonly tracking_number: string;
    readonly tracking_url: string | null;
    readonly lines: readonly { readonly line_no: number; readonly quantity: number }[] | null;
  } | null;
  readonly back: ReturnRow | null;
}

export function orderForMail(row: OrderMailRow): OrderForMail {
  const { order, paid, refund, refunded, payment } = row;
  const { email, name, shippingAddress, billingAddress } = fromPersonalColumn(order.personal);
  return {
    orderId: order.id,
    number: order.number,
    customerId: order.customer_id,
    email,
    name,
    locale: order.locale,
    status: order.status,
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
    expiresAt: order.expires_at && isoTime(order.expires_at),
    refund: refund && refunded && refundForMail(refund, refunded),
    payment: payment && {
      method: payment.method,
      status: payment.status,
      reason: payment.failure_reason,
      nextAction: payment.next_action,
      isLast: payment.is_last,
      isFirstFailure: payment.is_first_failure,
    },
    parcel: row.parcel && parcelForMail(order, row.parcel),
    back: row.back && returnForMail(order, row.back),
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

const parcelForMail = (order: OrderRow, parcel: NonNullable<OrderMailRow['parcel']>) => ({
  carrier: parcel.carrier,
  trackingNumber: parcel.tracking_number,
  trackingUrl: parcel.tracking_url,
  items: named(order, parcel.lines ?? [], ({ quantity }) => quantity),
});

const returnForMail = (order: OrderRow, back: ReturnRow): NonNullable<OrderForMail['back']> => ({
  returnId: publicId('ret', back.id),
  note: back.decided_note,
  carriesRefund: back.carries_refund,
  items: named(order, back.lines, ({ quantity }) => quantity),
  received: named(order, back.lines, (line) => line.restocked + line.written_off),
});

/** Units of lines, by the name that they were ordered under. */
function named<L extends { readonly line_no: number }>(
  order: OrderRow,
  lines: readonly L[],
  count: (line: L) => number,
): UnitsForMail[] {
  return lines
    .map((line) => ({
      productName: order.lines.find(({ line_no }) => line_no === line.line_no)?.product_name ?? '',
      quantity: count(line),
    }))
    .filter(({ quantity }) => quantity > 0);
}
