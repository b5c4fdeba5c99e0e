import type { ProblemCode } from '../problem.js';

/** What a problem tells beside the fields that all have, for the examples of the contract. */
export const problemFacts: Partial<Record<ProblemCode, Record<string, unknown>>> = {
  validation_failed: {
    errors: [
      {
        field: 'shippingAddress.zipCode',
        message: 'zipCode must be a postal code like 10001 (United States)',
      },
    ],
  },
  forbidden: { missingScope: 'orders:read' },
  plaintext_card_data: { errors: [{ field: 'paymentDetails.cardNumber', message: 'must be a compact JWE' }] },
  card_key_expired: { currentKid: 'card-7c1e5a90b2d4f386' },
  out_of_stock: {
    unavailableItems: [{ productId: 'prod_mug', productName: 'Stoneware mug', requested: 3, available: 1 }],
  },
  destination_not_served: { country: 'AQ', region: null, currency: 'USD' },
  payment_failed: { orderId: 'ORD-7K3M9QX2TB', reason: 'Insufficient funds' },
  invalid_payment_method: { orderId: 'ORD-7K3M9QX2TB' },
  payment_service_unavailable: { orderId: 'ORD-7K3M9QX2TB', retryable: true, outcome: 'not_attempted' },
  payment_outcome_pending: { orderId: 'ORD-7K3M9QX2TB' },
  order_cannot_be_cancelled: { reason: 'The order has been shipped' },
  units_not_cancellable: {
    orderId: 'ORD-7K3M9QX2TB',
    items: [{ productId: 'prod_mug', requested: 3, left: 2, shipped: 1 }],
  },
  units_not_returnable: {
    orderId: 'ORD-7K3M9QX2TB',
    items: [{ productId: 'prod_mug', requested: 3, returnable: 1, delivered: 2, inReturns: 1 }],
  },
  return_not_in_that_state: {
    returnId: 'ret_01k9yv7d2nf0a8m5c3x1t6q4wz',
    returnStatus: 'refused',
    event: 'received',
  },
  transition_not_allowed: { orderId: 'ORD-7K3M9QX2TB', orderStatus: 'pending', event: 'handed_to_carrier' },
  invoice_not_issued: { orderId: 'ORD-7K3M9QX2TB', orderStatus: 'pending' },
  units_not_left_to_ship: {
    orderId: 'ORD-7K3M9QX2TB',
    items: [{ productId: 'prod_mug', requested: 3, shippable: 1, backordered: 0 }],
  },
  tracking_number_used: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' },
  parcel_already_delivered: { orderId: 'ORD-7K3M9QX2TB', parcelId: 'par_01k9yv7d2nf0a8m5c3x1t6q4wz' },
  delivered_before_shipped: {
    orderId: 'ORD-7K3M9QX2TB',
    parcelId: 'par_01k9yv7d2nf0a8m5c3x1t6q4wz',
    shippedAt: '2026-11-24T08:00:00.000Z',
  },
  several_pending_orders: { orderIds: ['ORD-7K3M9QX2TB', 'ORD-4R8W1ZC6PN'] },
  order_cannot_be_adjusted: { orderId: 'ORD-7K3M9QX2TB', orderStatus: 'confirmed' },
  discount_exceeds_total: {
    orderId: 'ORD-7K3M9QX2TB',
    discount: 200,
    total: 119.98,
    grandTotal: 139.57,
    currency: 'USD',
  },
  total_changed: {
    total: 129.99,
    shippingCost: 9.99,
    tax: 10.4,
    taxes: [{ name: 'Tax', rate: 8, taxable: 129.99, tax: 10.4 }],
    grandTotal: 150.38,
    currency: 'USD',
  },
  stock_is_held: { productId: 'prod_mug', onHand: 120, held: 4 },
  refund_exceeds_captured: { refundable: 50.38, currency: 'USD' },
};
