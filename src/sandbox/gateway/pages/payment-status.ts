import type { PaymentIntent } from '../store/intent-records.js';

/** Completes "This payment …", for the person in front of a page that has nothing left to ask. */
export const STATUS_SENTENCES: Record<PaymentIntent['status'], string> = {
  requires_payment_method: 'was not made; choose a method again in the shop',
  requires_confirmation: 'has not been started',
  requires_action: 'waits for you',
  processing: 'is being processed',
  requires_capture: 'is confirmed',
  succeeded: 'is confirmed',
  canceled: 'was cancelled',
};
