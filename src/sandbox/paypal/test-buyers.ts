/** The buyers that the approval page offers, and what each does at execute and afterwards. */
export interface TestBuyer {
  /** The sentence on the sandbox's own pages. */
  effect: string;
  payerId: string;
  /** What becomes of the money that is asked for: taken, refused, or held for review first. */
  pays: 'at once' | 'never' | 'after review' | 'not after review';
  refund?: 'fails' | 'arrives later';
  disputes?: true;
}

export const BUYERS = {
  pays: { effect: 'Pays normally', payerId: 'BUYERPAYS2345', pays: 'at once' },
  declined: { effect: 'Instrument declined at execute', payerId: 'BUYERDECL2345', pays: 'never' },
  pending: {
    effect: 'Payment stays pending, then completes',
    payerId: 'BUYERPEND2345',
    pays: 'after review',
  },
  denied: {
    effect: 'Payment stays pending, then is denied',
    payerId: 'BUYERDENY2345',
    pays: 'not after review',
  },
  refund_fails: {
    effect: 'Pays; a refund fails later',
    payerId: 'BUYERRFFA2345',
    pays: 'at once',
    refund: 'fails',
  },
  refund_pending: {
    effect: 'Pays; a refund is pending first',
    payerId: 'BUYERRFPE2345',
    pays: 'at once',
    refund: 'arrives later',
  },
  disputes: { effect: 'Pays; disputes it later', payerId: 'BUYERDISP2345', pays: 'at once', disputes: true },
} as const satisfies Record<string, TestBuyer>;

export type BuyerName = keyof typeof BUYERS;

export function isBuyerName(name: unknown): name is BuyerName {
  return typeof name === 'string' && Object.hasOwn(BUYERS, name);
}

/** Null: nobody has approved yet. */
export function buyerOf(payment: { buyer: BuyerName | null }): TestBuyer | undefined {
  return payment.buyer === null ? undefined : BUYERS[payment.buyer];
}
