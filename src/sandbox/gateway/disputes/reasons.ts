/** Why a customer disputes, and Visa's code for it (docs.stripe.com/disputes/categories, read 2026-11-23). */
const NETWORK_CODES = {
  credit_not_processed: '13.6',
  duplicate: '12.6.1',
  fraudulent: '10.4',
  general: '13.5',
  product_not_received: '13.1',
  product_unacceptable: '13.3',
  subscription_canceled: '13.2',
  unrecognized: '10.4',
} as const;

export type DisputeReason = keyof typeof NETWORK_CODES;

export const DISPUTE_REASONS = Object.keys(NETWORK_CODES) as DisputeReason[];

export function networkCodeOf(reason: DisputeReason): string {
  return NETWORK_CODES[reason];
}
