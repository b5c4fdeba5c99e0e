import type { Address } from '../shared/addresses/address.js';
import { toMajor, toPercent } from '../shared/money.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { AddressDto } from './address.dto.js';
import type { Totals } from './domain/totals.js';
import type { OrderDto, TotalsDto } from './order.dto.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import type { NextActionDto } from './payment.dto.js';

export const isoTime = (time: string): string => new Date(time).toISOString();

/** The specification's Order Response: flat, in the currency's decimals. */
export function orderView(order: OrderRow): OrderDto {
  const major = (minor: number) => toMajor(minor, order.currency);
  const { shippingAddress, billingAddress } = fromPersonalColumn(order.personal);
  return {
    orderId: order.number,
    status: order.status,
    ...totalsView(totalsInOrder(order), order.currency),
    items: order.lines.map((line) => ({
      productId: line.product_id,
      productName: line.product_name,
      quantity: line.quantity,
      price: major(line.price_minor),
      subtotal: major(line.subtotal_minor),
      ...(line.backordered > 0 && { backordered: line.backordered }),
      ...(line.cancelled > 0 && { cancelled: line.cancelled }),
    })),
    ...(order.unavailable_items && { partial: true, unavailableItems: [...order.unavailable_items] }),
    adjustments: order.adjustments.map(({ kind, label, amount_minor }) => ({
      kind,
      label,
      amount: major(amount_minor),
    })),
    shippingAddress: addressView(shippingAddress),
    billingAddress: addressView(billingAddress),
    paymentMethod: order.payment_method,
    paymentStatus: order.payment_status,
    transactionId: order.transaction_id,
    emailStatus: order.email_status,
    cancelReason: order.cancel_reason,
    expiresAt: order.expires_at === null ? null : isoTime(order.expires_at),
    createdAt: isoTime(order.created_at),
  };
}

/** As it was sent, in the specification's order of the fields; the database keeps none. */
function addressView(address: Address): AddressDto {
  const { recipient, street, street2, city, state, zipCode, country, phone } = address;
  return {
    ...(recipient && { recipient }),
    street,
    ...(street2 && { street2 }),
    city,
    ...(state && { state }),
    ...(zipCode && { zipCode }),
    country,
    ...(phone && { phone }),
  };
}

export function nextActionOf(attempt: AttemptRow | null): NextActionDto | undefined {
  const action = attempt?.status === 'requires_action' ? attempt.next_action : null;
  if (!action) return undefined;
  if (action.type === 'redirect') return { type: action.type, url: action.url };
  const { type, reference, remainingMinor, currency, accounts } = action;
  return { type, reference, amount: toMajor(remainingMinor, currency), currency, accounts: [...accounts] };
}

export const totalsInOrder = (order: OrderRow): Totals => ({
  totalMinor: order.total_minor,
  shippingMinor: order.shipping_minor,
  taxMinor: order.tax_minor,
  grandTotalMinor: order.grand_total_minor,
  taxes: order.taxes,
});

export function totalsView(totals: Totals, currency: string): TotalsDto {
  return {
    total: toMajor(totals.totalMinor, currency),
    shippingCost: toMajor(totals.shippingMinor, currency),
    tax: toMajor(totals.taxMinor, currency),
    taxes: totals.taxes.map(({ name, basisPoints, taxableMinor, taxMinor }) => ({
      name,
      rate: toPercent(basisPoints),
      taxable: toMajor(taxableMinor, currency),
      tax: toMajor(taxMinor, currency),
    })),
    grandTotal: toMajor(totals.grandTotalMinor, currency),
    currency,
  };
}
