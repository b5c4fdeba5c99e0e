import type { LineUnits } from '../../src/orders/domain/line-units.js';
import type { AttemptRow, OrderRow } from '../../src/orders/order-row.js';

/** Rows as the database gives them, for pure tests: two units of one product at 50.00, held and waiting for payment. */
export const UNITS = 2;
export const AMOUNT = 11_799;

export const anOrder = (change: Partial<OrderRow> = {}): OrderRow => ({
  id: '01900000-0000-7000-8000-000000000001',
  number: 'ORD-0000000001',
  customer_id: '01900000-0000-7000-8000-00000000000c',
  cart_version: 3,
  cart_cleared: false,
  status: 'pending',
  payment_status: 'pending',
  hold: 'held',
  payment_method: 'credit_card',
  currency: 'USD',
  total_minor: 10_000,
  shipping_minor: 999,
  tax_minor: 800,
  taxes: [{ productClass: 'standard', name: 'Tax', basisPoints: 800, taxableMinor: 10_000, taxMinor: 800 }],
  shipping_tax_class: null,
  grand_total_minor: AMOUNT,
  destination_key: 'home',
  unavailable_items: null,
  personal: {
    email: 'ada@example.com',
    name: 'Ada',
    shippingAddress: { street: '1 Main St', city: 'New York', zipCode: '10001', country: 'USA' },
    billingAddress: { street: '1 Main St', city: 'New York', zipCode: '10001', country: 'USA' },
  },
  locale: 'en',
  email_status: null,
  cancel_reason: null,
  paid_attempt_id: null,
  transaction_id: null,
  expires_at: '2026-11-23T03:00:00Z',
  expiry_extended: false,
  created_at: '2026-11-23T02:45:00Z',
  lines: [
    {
      line_no: 1,
      product_id: 'prod_1',
      product_name: 'Product',
      product_class: 'standard',
      quantity: UNITS,
      price_minor: 5_000,
      subtotal_minor: 10_000,
      backordered: 0,
      cancelled: 0,
    },
  ],
  adjustments: [],
  ...change,
});

export const anAttempt = (change: Partial<AttemptRow> = {}): AttemptRow => ({
  id: '01900000-0000-7000-8000-00000000000a',
  order_id: '01900000-0000-7000-8000-000000000001',
  customer_id: '01900000-0000-7000-8000-00000000000c',
  gateway: 'stripe',
  method: 'credit_card',
  amount_minor: AMOUNT,
  currency: 'USD',
  status: 'started',
  failure_reason: null,
  failure_code: null,
  intent_id: null,
  transaction_id: null,
  card: null,
  next_action: null,
  return_url: null,
  captures_later: false,
  authorized_minor: 0,
  captured_minor: 0,
  released_minor: 0,
  refunded_minor: 0,
  disputed_minor: 0,
  completing_since: null,
  closing_since: null,
  deadline_at: '2026-11-23T02:45:15Z',
  created_at: '2026-11-23T02:45:00Z',
  ...change,
});

/** Where the units of the order's line are: none has left the house. */
export const unitsOfLine = (units: Partial<LineUnits> = {}): LineUnits => ({
  lineNo: 1,
  productId: 'prod_1',
  shipped: 0,
  delivered: 0,
  deliveredLately: 0,
  returned: 0,
  returnedForMoney: 0,
  ...units,
});
