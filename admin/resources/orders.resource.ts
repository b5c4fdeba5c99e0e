import { OrderQueries, orderStates, PAYMENT_STATUSES } from '../../src/orders/index.js';
import { OrderList, type OrderListRow } from '../../src/orders/back-office/index.js';
import { MOST_SKIPPED } from '../../src/shared/lists/list.js';
import { formatMoney } from '../../src/shared/money.js';
import { DomainError } from '../../src/shared/problem.js';
import { may } from '../../src/staff/index.js';
import type { ListSource, Row } from '../adminjs/list-source.js';
import type { Viewer } from '../panel.js';
import { orderFilterOf } from './order-filter.js';
import { METHODS } from './payments.resource.js';

/** What customers have ordered; a row's page is `components/order-page.tsx`. */
export const orders: ListSource = {
  id: 'orders',
  label: 'Orders',
  icon: 'ShoppingBag',
  group: 'Orders',
  permission: 'read_orders',
  page: 'orderPage',
  exportedBy: 'request-export',
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
    const { rows } = await panel.get(OrderList).list(orderFilterOf(filters), page);
    return rows.map((row) => rowOf(row, viewer));
  },
  count: (panel, filters) => panel.get(OrderList).countUpTo(orderFilterOf(filters), MOST_SKIPPED),
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
