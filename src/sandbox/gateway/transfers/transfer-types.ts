import type { TransferType } from '../store/cash-records.js';

/** How money is sent, by its currency; there are no bank transfers in others. */
export const TYPE_BY_CURRENCY: Record<string, TransferType> = {
  usd: 'us_bank_transfer',
  eur: 'eu_bank_transfer',
  gbp: 'gb_bank_transfer',
  jpy: 'jp_bank_transfer',
};
