/** How an order can be paid. `needs` tells a client what to send with `/payment/process` or `/orders/create`. */
export interface PaymentMethod {
  readonly method: PaymentMethodName;
  readonly label: string;
  /** `card`: a token or an encrypted card; `wallet`: the wallet's token; `nothing`: the method alone is enough. */
  readonly needs: 'card' | 'wallet' | 'nothing';
  /** How the customer goes on after the request, where the payment does not end with it. */
  readonly continues: 'redirect' | 'bank_transfer' | null;
  /** Whether the money can be promised at the order and taken at the shipment. */
  readonly capturesLater: boolean;
}

/** The specification's methods: cards, wallets, bank transfer and crypto. */
export const PAYMENT_METHODS = [
  { method: 'credit_card', label: 'Credit card', needs: 'card', continues: null, capturesLater: true },
  { method: 'debit_card', label: 'Debit card', needs: 'card', continues: null, capturesLater: true },
  { method: 'apple_pay', label: 'Apple Pay', needs: 'wallet', continues: null, capturesLater: true },
  { method: 'paypal', label: 'PayPal', needs: 'nothing', continues: 'redirect', capturesLater: true },
  {
    method: 'bank_transfer',
    label: 'Bank transfer',
    needs: 'nothing',
    continues: 'bank_transfer',
    capturesLater: false,
  },
  {
    method: 'crypto',
    label: 'Cryptocurrency',
    needs: 'nothing',
    continues: 'redirect',
    capturesLater: false,
  },
] as const satisfies readonly (Omit<PaymentMethod, 'method'> & { method: string })[];

/** A method's name for people: `Apple Pay` for `apple_pay`. */
export const labelOf = (method: PaymentMethodName): string =>
  PAYMENT_METHODS.find((known) => known.method === method)!.label;

export type PaymentMethodName =
  | 'credit_card'
  | 'debit_card'
  | 'apple_pay'
  | 'paypal'
  | 'bank_transfer'
  | 'crypto';
