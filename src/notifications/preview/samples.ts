import type { OrderForMail } from '../../orders/index.js';
import type { Locale } from '../../shared/locale.js';
import type { OrderTemplate } from '../mail-table.js';
import type { EventData, Told } from '../told.js';

/** The specification's own order: 119.98 + a fee of 10.01, shipping 9.99, tax 10.40, together 150.38. */
export const sampleOrder = (over: Partial<OrderForMail> = {}): OrderForMail => ({
  orderId: '0193580e-0000-7000-8000-000000000001',
  number: 'ORD-7K3M9QX2TB',
  customerId: '0193580e-0000-7000-8000-0000000000aa',
  email: 'kim@example.com',
  name: 'Kim',
  locale: 'en',
  status: 'confirmed',
  currency: 'USD',
  items: [
    {
      productId: 'prod_1',
      productName: 'T-Shirt',
      quantity: 2,
      priceMinor: 5999,
      subtotalMinor: 11998,
      backordered: 0,
    },
  ],
  unavailable: [],
  adjustments: [{ label: 'Gift wrapping', amountMinor: 1001 }],
  totalMinor: 12999,
  shippingMinor: 999,
  taxMinor: 1040,
  taxes: [{ name: 'Tax', basisPoints: 800, taxMinor: 1040 }],
  grandTotalMinor: 15038,
  shippingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'US' },
  billingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'US' },
  paymentMethod: 'credit_card',
  isPromised: false,
  capturedMinor: 0,
  cancelReason: null,
  expiresAt: null,
  refund: null,
  payment: null,
  parcel: null,
  back: null,
  createdAt: '2026-11-23T23:59:59.000Z',
  ...over,
});

const UNITS = [{ productName: 'T-Shirt', quantity: 1 }];
const REFUND_ID = 'ref_01kb1v5x8efm8t9y7m3q2w6r4a';

const refund: OrderForMail['refund'] = {
  refundId: REFUND_ID,
  amountMinor: 15038,
  status: 'pending',
  reason: 'customer_request',
  method: 'credit_card',
};

const back: OrderForMail['back'] = {
  returnId: 'ret_01kb1v5x8efm8t9y7m3q2w6r4a',
  note: null,
  carriesRefund: true,
  items: UNITS,
  received: UNITS,
};

/** An order that waits for a transfer. */
const waiting = {
  status: 'pending',
  paymentMethod: 'bank_transfer',
  expiresAt: '2026-11-30T17:30:00.000Z',
  payment: {
    method: 'bank_transfer',
    status: 'requires_action',
    reason: null,
    nextAction: {
      type: 'bank_transfer',
      reference: 'X7K3M9QX2TB',
      remainingMinor: 15038,
      currency: 'USD',
      accounts: [
        {
          type: 'iban',
          iban: 'DE89370400440532013000',
          bic: 'COBADEFFXXX',
          accountHolder: 'Settle Demo Shop',
        },
      ],
    },
    isLast: true,
    isFirstFailure: true,
  },
} as const satisfies Partial<OrderForMail>;

/** What each mail's order is like. */
const ORDERS: Readonly<Partial<Record<OrderTemplate, Partial<OrderForMail>>>> = {
  'order-cancelled': { status: 'cancelled', cancelReason: 'customer_request', refund },
  'items-cancelled': { refund: { ...refund, amountMinor: 6999 } },
  'payment-failed': {
    ...waiting,
    paymentMethod: 'credit_card',
    payment: {
      ...waiting.payment,
      method: 'credit_card',
      status: 'failed',
      reason: 'card_declined',
      nextAction: null,
    },
  },
  'payment-instructions': waiting,
  'payment-expiring': waiting,
  'payment-returned': { status: 'cancelled', cancelReason: 'payment_expired', refund },
  'refund-succeeded': { refund: { ...refund, status: 'succeeded' } },
  'refund-failed': { refund: { ...refund, status: 'failed' } },
  'parcel-shipped': {
    status: 'processing',
    parcel: {
      carrier: 'DHL',
      trackingNumber: '00340434161094021501',
      trackingUrl: 'https://www.dhl.com/en/express/tracking.html?AWB=00340434161094021501',
      items: UNITS,
    },
  },
  'order-delivered': { status: 'delivered' },
  'return-requested': { back },
  'return-approved': { back: { ...back, note: 'Please put it into its own box.' } },
  'return-refused': { back: { ...back, note: 'It was worn.' } },
  'return-received': { back, refund: { ...refund, amountMinor: 6999 } },
};

const DATA: Readonly<Partial<Record<OrderTemplate, EventData>>> = {
  'items-cancelled': { units: [{ productId: 'prod_1', quantity: 1 }], refundId: REFUND_ID },
  'payment-returned': { reason: 'cancelled' },
  'return-received': { refundId: REFUND_ID },
};

/** A mail to look at, about nobody's order. */
export const sampleTold = (template: OrderTemplate, locale: Locale, link: string): Told => ({
  order: sampleOrder({ ...ORDERS[template], locale }),
  data: DATA[template] ?? {},
  link,
  linkDays: 30,
});
