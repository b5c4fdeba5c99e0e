import { orderStates, PAYMENT_STATUSES } from '../../src/orders/index.js';
import type { OrderFilter } from '../../src/orders/back-office/index.js';
import { toMinor } from '../../src/shared/money.js';
import type { Filters } from '../adminjs/list-source.js';
import { choiceOf, choicesOf, refuse, spanOf, textOf } from './filters.js';
import { METHODS } from './payments.resource.js';

/** Where no currency is asked for, an amount is read with the decimals of most. */
const USUAL = 'USD';
/** Longer than any hold lasts. */
const MINUTES_MAX = 60 * 24 * 60;

/** What the filter of the order list means: to the list, and to a file that is to hold the same orders. 400 for what means nothing. */
export function orderFilterOf(filters: Filters): OrderFilter {
  const currency = textOf(filters, 'currency')?.toUpperCase();
  const [from, to] = [minorOf(filters, 'totalFrom', currency), minorOf(filters, 'totalTo', currency)];
  return {
    statuses: choicesOf(filters, 'status', orderStates.states),
    paymentStatuses: choicesOf(filters, 'paymentStatus', PAYMENT_STATUSES),
    paymentMethod: choiceOf(filters, 'paymentMethod', METHODS),
    country: textOf(filters, 'country'),
    currency,
    customerId: textOf(filters, 'customerId'),
    created: spanOf(filters, 'createdAt'),
    totalMinor:
      from === undefined && to === undefined
        ? undefined
        : { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    holdEndsWithinMinutes: minutesOf(filters, 'holdEndsWithinMinutes'),
  };
}

function minorOf(filters: Filters, field: string, currency = USUAL): number | undefined {
  const typed = textOf(filters, field);
  if (typed === undefined) return undefined;
  const minor = toMinor(Number(typed.replace(',', '.')), currency);
  return minor ?? refuse(field, `must be an amount of ${currency}, as in 12.50`);
}

function minutesOf(filters: Filters, field: string): number | undefined {
  const typed = textOf(filters, field);
  if (typed === undefined) return undefined;
  const minutes = Number(typed);
  if (Number.isInteger(minutes) && minutes > 0 && minutes <= MINUTES_MAX) return minutes;
  return refuse(field, 'must be a whole number of minutes');
}
