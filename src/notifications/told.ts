import type { OrderForMail } from '../orders/index.js';

/** What an event says, as far as mails ask. */
export interface EventData {
  readonly attemptId?: string;
  readonly refundId?: string | null;
  readonly parcelId?: string;
  readonly returnId?: string;
  readonly reason?: string;
  readonly units?: readonly { readonly productId: string; readonly quantity: number }[];
}

/** What a mail is about: the order as it is now, and what its event said. */
export interface Told {
  readonly order: OrderForMail;
  readonly data: EventData;
  /** Opens the order for whoever has it, for so many days. */
  readonly link: string;
  readonly linkDays: number;
}
