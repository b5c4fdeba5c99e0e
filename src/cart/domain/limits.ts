/** Of one product: the stock and order tables check the same number. */
export const MAX_QUANTITY = 999;

/** Different products: an order locks a stock row for each, and its mail lists each. */
export const MAX_LINES = 100;
