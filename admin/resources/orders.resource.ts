import { OrderQueries, orderStates } from '../../src/orders/index.js';
import { type OrderFilter, OrderList, type OrderListRow } from '../../src/orders/back-office/index.js';
import { MOST_SKIPPED } from '../../src/shared/lists/list.js';
import { formatMoney, toMinor } from '../../src/shared/money.js';
import { DomainError } from '../../src/shared/problem.js';
import type { PaymentMethodName } from '../../src/payments/index.js';
import { may } from '../../src/staff/index.js';
import type { Filters, ListSource, Row } from '../adminjs/list-source.js';
import type { Viewer } from '../panel.js';

const PAYMENT_STATUSES = [
  'unpaid',
  'pending',
  'authorized',
  'paid',
  'partially_refunded',
  'refunded',
  'failed',
  'unknown',
] as const satisfies readonly OrderListRow['paymentStatus'][];
const METHODS = [
  'credit_card',
  'debit_card',
  'apple_pay',
  'paypal',
  'bank_transfer',
  'crypto',
] as const satisfies readonly PaymentMethodName[];

/** Where no currency is asked for, an amount is read with the decimals of most. */
const USUAL = 'USD';

/** What customers have ordered; a row's page is `components/order-page.tsx`. */
export const orders: ListSource = {
  id: 'orders',
  label: 'Orders',
  icon: 'ShoppingBag',
  group: 'Orders',
  permission: 'read_orders',
  page: 'orderPage',
  fields: [
    { name: 'number', label: 'Order', isId: true, isTitle: true },
    { name: 'status', label: 'Status', oneOf: orderStates.states, in: ['list', 'filter'] },
    { name: 'paymentStatus', label: 'Payment', oneOf: PAYMENT_STATUSES, in: ['list', 'filter'] },
    { name: 'paymentMethod', label: 'Method', oneOf: METHODS, in: ['list', 'filter'] },
    { name: 'total', label: 'Total' },
    { name: 'country', label: 'Country', in: ['list', 'filter'] },
    { name: 'customer', label: 'Customer' },
    { name: 'createdAt', label: 'Ordered', type: 'datetime', in: ['list', 'filter'] },
    { name: 'totalFrom', label: 'Total from', in: ['filter'] },
    { name: 'totalTo', label: 'Total up to', in: ['filter'] },
    { name: 'currency', label: 'Currency', in: ['filter'] },
    { name: 'customerId', label: 'Customer id', in: ['filter'] },
    { name: 'holdEndsWithinMinutes', label: 'Hold ends within minutes', in: ['filter'] },
  ],
  async list(panel, filters, { limit, skip }, viewer) {
    const page = { limit, skip: Math.min(skip, MOST_SKIPPED) };
    const { rows } = await panel.get(OrderList).list(filterOf(filters), page);
    return rows.map((row) => rowOf(row, viewer));
  },
  count: (panel, filters) => panel.get(OrderList).countUpTo(filterOf(filters), MOST_SKIPPED),
  async find(panel, number, viewer) {
    const actor = { kind: 'admin', id: viewer.memberId } as const;
    try {
      const id = await panel.get(OrderQueries).orderIdFor(actor, number);
      const row = await panel.get(OrderList).find(id);
      return row && rowOf(row, viewer);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'order_not_found') return undefined;
      throw error;
    }
  },
};

/** Who sees people by number alone does not see them masked either. */
function rowOf(row: OrderListRow, { role }: Viewer): Row {
  const { email, name, grandTotalMinor, currency, ...rest } = row;
  const customer = [name, email].filter(Boolean).join(' · ');
  return {
    ...rest,
    total: formatMoney(grandTotalMinor, currency),
    ...(may(role, 'reveal_personal_data') && { customer }),
  };
}

function filterOf(filters: Filters): OrderFilter {
  const text = (name: string): string | undefined => {
    const value = filters[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const choice = <T extends string>(name: string, choices: readonly T[]): readonly T[] | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    return choices.filter((one) => one === value);
  };
  const currency = text('currency')?.toUpperCase();
  const [from, to] = [minorOf(text('totalFrom'), currency), minorOf(text('totalTo'), currency)];
  const { createdAt } = filters;
  const minutes = Number(text('holdEndsWithinMinutes'));
  return {
    statuses: choice('status', orderStates.states),
    paymentStatuses: choice('paymentStatus', PAYMENT_STATUSES),
    paymentMethod: choice('paymentMethod', METHODS)?.[0],
    country: text('country'),
    currency,
    customerId: text('customerId'),
    created: typeof createdAt === 'object' ? { from: createdAt.from, until: createdAt.to } : undefined,
    totalMinor:
      from === undefined && to === undefined
        ? undefined
        : { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    holdEndsWithinMinutes: Number.isInteger(minutes) && minutes > 0 ? minutes : undefined,
  };
}

const minorOf = (amount: string | undefined, currency = USUAL): number | undefined =>
  amount === undefined ? undefined : toMinor(Number(amount), currency);
