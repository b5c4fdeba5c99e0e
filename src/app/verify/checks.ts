import { stockChecks } from '../../catalogue/index.js';
import {
  accountChecks,
  eventChecks,
  holdChecks,
  orderChecks,
  parcelChecks,
  returnChecks,
  totalChecks,
} from '../../orders/index.js';
import { invoiceChecks } from '../../invoices/index.js';
import { attemptChecks, bookChecks, ledgerChecks, refundBookChecks } from '../../payments/index.js';
import type { Check } from '../../shared/check.js';

/** What our own tables have to keep among themselves. */
export const DATABASE_CHECKS: readonly Check[] = [
  ...stockChecks,
  ...holdChecks,
  ...orderChecks,
  ...totalChecks,
  ...attemptChecks,
  ...ledgerChecks,
  ...accountChecks,
  ...eventChecks,
  ...parcelChecks,
  ...returnChecks,
  ...invoiceChecks,
];

/** What they and the books of a gateway have to agree about; run once for each gateway. */
export const BOOK_CHECKS: readonly Check[] = [...bookChecks, ...refundBookChecks];
