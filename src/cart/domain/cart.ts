import { toMajor } from '../../shared/money.js';

/** A line with what the catalogue says of its product now. */
export interface CartLine {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly priceMinor: number;
  readonly currency: string;
  /** Whether the product is still sold. */
  readonly sold: boolean;
  /** On hand minus held; what is not sold any more is not available. */
  readonly available: number;
  /** Whether more than that may be ordered, to be sent when it is there. */
  readonly backorderable: boolean;
}

export const NOTICE_CODES = [
  'out_of_stock',
  'low_stock',
  'withdrawn',
  'backorder',
  'other_currency',
] as const;
export type NoticeCode = (typeof NOTICE_CODES)[number];

/**
 * The cart as the contract tells it, in the currency of its first line: what is priced in another one is in no total,
 * and is told. `shopCurrency` is the currency of a cart without lines.
 */
export function tellCart(lines: readonly CartLine[], version: number, shopCurrency: string) {
  const currency = lines[0]?.currency ?? shopCurrency;
  const inCurrency = lines.filter((line) => line.currency === currency);
  const totalMinor = inCurrency.reduce((sum, line) => sum + line.priceMinor * line.quantity, 0);
  return {
    items: lines.map((line) => ({
      productId: line.productId,
      productName: line.productName,
      quantity: line.quantity,
      price: toMajor(line.priceMinor, line.currency),
      subtotal: toMajor(line.priceMinor * line.quantity, line.currency),
      currency: line.currency,
      available: line.available,
      notice: noticeOf(line, currency) ?? null,
    })),
    total: toMajor(totalMinor, currency),
    itemCount: lines.reduce((sum, line) => sum + line.quantity, 0),
    currency,
    version,
    notices: lines.flatMap((line) => noticesOf(line, currency)),
  };
}

function noticesOf(line: CartLine, currency: string) {
  const code = noticeOf(line, currency);
  if (!code) return [];
  return [{ productId: line.productId, code, message: MESSAGES[code](line), available: line.available }];
}

/** What a customer should know of this line before it is ordered, if anything. */
function noticeOf(line: CartLine, currency: string): NoticeCode | undefined {
  const { sold, available, backorderable, quantity } = line;
  if (!sold) return 'withdrawn';
  if (line.currency !== currency) return 'other_currency';
  if (backorderable && available < quantity) return 'backorder';
  if (available === 0) return 'out_of_stock';
  return available < quantity ? 'low_stock' : undefined;
}

const MESSAGES: Record<NoticeCode, (line: CartLine) => string> = {
  withdrawn: ({ productName }) => `${productName} is no longer sold.`,
  other_currency: (line) =>
    `${line.productName} is priced in ${line.currency}, and has to be ordered by itself.`,
  out_of_stock: ({ productName }) => `${productName} is out of stock.`,
  backorder: ({ productName, quantity, available }) =>
    `${quantity - available} of ${productName} are not in stock and are sent later.`,
  low_stock: ({ productName, available }) => `Only ${available} of ${productName} left.`,
};
