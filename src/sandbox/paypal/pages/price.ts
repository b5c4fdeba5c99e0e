import { money } from '../../provider/pages/money.js';
import type { Payment } from '../store/records.js';
import { decimalsOf } from '../wire/amount.js';

export function price({ amount, currency }: Payment): string {
  return money(amount, currency, decimalsOf(currency));
}
