/** How an order can be paid. `needs` tells a client what to send with `/payment/process` or `/orders/create`. */
export interface PaymentMethod {
  readonly method: string;
  readonly gateway: string;
  readonly label: string;
  readonly needs: 'card' | 'nothing';
}

const METHODS: readonly PaymentMethod[] = [
  { method: 'credit_card', gateway: 'stripe', label: 'Credit card', needs: 'card' },
  { method: 'debit_card', gateway: 'stripe', label: 'Debit card', needs: 'card' },
];

/** The methods that are switched on. */
export const paymentMethods = (): readonly PaymentMethod[] => METHODS;

/** `undefined` for what is not in the list or switched off: `Invalid payment method`. */
export const findPaymentMethod = (method: string): PaymentMethod | undefined =>
  METHODS.find((candidate) => candidate.method === method);
