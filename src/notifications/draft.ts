import type { PrintedPdf } from '../invoices/index.js';
import type { Rendered } from './templates.js';

/** A mail that somebody is to get; it is written once it is this process' to send. */
export interface Draft {
  /** Null for what is about no order. */
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly customerId: string | null;
  readonly to: Recipient;
  write(): Promise<Content>;
}

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

export interface Content extends Rendered {
  readonly subject: string;
  readonly papers: readonly PrintedPdf[];
}
