/** Worked examples of the contract, for Swagger's "Try it". */
const address = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };

const abroad = {
  recipient: 'Kim Doe',
  street: 'Chausseestr. 1',
  street2: '3. Etage',
  city: 'Berlin',
  zipCode: '10115',
  country: 'DE',
  phone: '+49 30 1234567',
};

/** As long as a real one, and opened by no key. */
const jwe =
  'eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImtpZCI6IjIwMjYtMTEiLCJpYXQiOjE3OTUzOTIwMDB9..S1b2c3d4e5f6g7h8.Q2lwaGVydGV4dA.VGFnVGFnVGFnVGFnVGFnVA';

export const createOrderExamples = {
  'A paid order': {
    summary: 'Order what is in the cart and pay by the token of a test card',
    value: {
      shippingAddress: address,
      paymentMethod: 'credit_card',
      paymentDetails: { token: 'pm_card_visa' },
    },
  },
  'Encrypted card data': {
    summary: "The specification's form: number and CVV encrypted with a key of GET /payment/keys",
    value: {
      shippingAddress: address,
      billingAddress: address,
      paymentMethod: 'credit_card',
      paymentDetails: { cardNumber: jwe, expiryDate: '12/34', cvv: jwe },
    },
  },
  'By PayPal': {
    summary: "Order and get the address of PayPal's page in `nextAction`; bank_transfer and crypto likewise",
    value: { shippingAddress: address, paymentMethod: 'paypal' },
  },
  'A gift abroad': {
    summary: 'Two addresses, each by the rules of its country',
    value: { shippingAddress: abroad, billingAddress: address },
  },
  'Order now, pay later': {
    summary: 'Create a pending order; POST /payment/process pays it',
    value: { shippingAddress: address },
  },
  'Without a cart': {
    summary: 'Order given items; needs an Idempotency-Key',
    value: {
      items: [{ productId: 'prod_mug', quantity: 2 }],
      shippingAddress: address,
      paymentMethod: 'credit_card',
      paymentDetails: { token: 'pm_card_visa' },
    },
  },
};

export const refundExamples = {
  'An amount': { summary: 'So much of what was paid', value: { amount: 10.5, reason: 'Arrived late' } },
  'Some units': {
    summary: 'What these units cost, with their shares of tax and shipping',
    value: { lines: [{ productId: 'prod_mug', quantity: 1 }], reason: 'Arrived damaged' },
  },
  'Once more': {
    summary: 'A refund that failed',
    value: { refundId: 'ref_01k9yv7d2nf0a8m5c3x1t6q4wz', reason: 'The bank has a new account' },
  },
};

export const processPaymentExamples = {
  'By token': {
    summary: 'Pay your only pending order by the token of a test card',
    value: { paymentMethod: 'credit_card', paymentDetails: { token: 'pm_card_visa' } },
  },
  'Encrypted card data': {
    summary: 'One JWE of the whole card',
    value: { orderId: 'ORD-7K3M9QX2TB', paymentMethod: 'credit_card', encryptedPaymentData: jwe },
  },
};
