import type { Buyer, Seller } from '../../src/invoices/domain/document.js';
import type { InvoicedOrder } from '../../src/invoices/domain/invoice.js';

export const aSeller: Seller = {
  name: 'Demo Shop',
  address: ['1 Example Street', 'Example City'],
  taxId: 'DE123',
};

const HOME = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };
export const aBuyer = (change: Partial<Buyer> = {}): Buyer => ({
  name: 'Ada Customer',
  billingAddress: HOME,
  shippingAddress: HOME,
  ...change,
});

export const aLine = {
  productId: 'prod_mug',
  name: 'Stoneware mug',
  productClass: 'standard',
  quantity: 2,
  priceMinor: 5_000,
  subtotalMinor: 10_000,
};

/** Two mugs at 50.00 taxed at 8 %, a book at 20.00 taxed at 5 %, a discount of 10.00 on the mugs, shipping 9.99. */
export const anInvoicedOrder = (change: Partial<InvoicedOrder> = {}): InvoicedOrder => ({
  number: 'ORD-7K3M9QX2TB',
  createdAt: '2026-11-27T22:00:00Z',
  currency: 'USD',
  lines: [
    aLine,
    {
      productId: 'prod_book',
      name: 'A book',
      productClass: 'reduced',
      quantity: 1,
      priceMinor: 2_000,
      subtotalMinor: 2_000,
    },
  ],
  adjustments: [{ label: 'Autumn discount', amountMinor: -1_000 }],
  totalMinor: 11_000,
  shippingMinor: 999,
  taxMinor: 820,
  grandTotalMinor: 12_819,
  taxes: [
    { productClass: 'standard', name: 'Sales tax', basisPoints: 800, taxableMinor: 9_000, taxMinor: 720 },
    { productClass: 'reduced', name: 'Reduced', basisPoints: 500, taxableMinor: 2_000, taxMinor: 100 },
  ],
  payment: { method: 'credit_card', state: 'paid', at: '2026-11-27T22:00:05Z' },
  ...change,
});
