import type { Payment } from '../store/records.js';
import type { Fields } from '../wire/fields.js';

const PARTS = ['subtotal', 'tax', 'shipping', 'handling_fee', 'insurance', 'gift_wrap'] as const;

type CartAmount = Pick<Payment, 'amount' | 'currency' | 'details'>;

/** The amount of a transaction. PayPal adds up its parts and its items, and refuses what does not come to the total. */
export function readCartAmount(transaction: Fields): CartAmount {
  const fields = transaction.requiredGroup('amount');
  const currency = fields.currency('currency');
  const amount = fields.positiveAmount('total', currency);
  const details = readDetails(fields, currency, amount);
  const items = itemTotal(transaction, currency);
  if (items !== undefined && items !== (details?.['subtotal'] ?? amount)) {
    const issue =
      'Item amount must add up to specified amount subtotal (or total if amount details not specified)';
    throw transaction.invalid('', issue);
  }
  return { amount, currency, details };
}

function readDetails(fields: Fields, currency: string, amount: number): CartAmount['details'] {
  const group = fields.group('details');
  if (!group) return null;
  const details: Record<string, number> = {};
  for (const part of PARTS) if (group.has(part)) details[part] = group.amount(part, currency);
  // Taken off the total, with or without a minus in front of it.
  if (group.has('shipping_discount'))
    details['shipping_discount'] = -Math.abs(group.amount('shipping_discount', currency));
  const sum = Object.values(details).reduce((total, part) => total + part, 0);
  if (sum !== amount) {
    const issue =
      'Transaction amount details (subtotal, tax, shipping) must add up to specified amount total';
    throw fields.invalid('', issue);
  }
  return details;
}

function itemTotal(transaction: Fields, currency: string): number | undefined {
  const items = transaction.group('item_list')?.list('items') ?? [];
  if (items.length === 0) return undefined;
  return items.reduce((sum, item) => sum + item.amount('price', currency) * item.count('quantity'), 0);
}
