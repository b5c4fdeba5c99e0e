import type { Config } from '../config.js';
import type { Seller } from './domain/document.js';

/** Who sells, as the settings say now; a document keeps the seller that it was issued by. */
export const sellerOf = (config: Config): Seller => ({
  name: config.SELLER_NAME,
  address: config.SELLER_ADDRESS,
  taxId: config.SELLER_TAX_ID ?? null,
});
