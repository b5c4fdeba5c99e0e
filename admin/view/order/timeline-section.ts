import type { OrderPageView } from '../../../src/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { at, rowOf, type Section, wordOf } from './section.js';

export const timelineSection = ({ timeline }: OrderPageView): Section => ({
  id: 'timeline',
  title: 'Timeline',
  columns: ['What', 'By', 'When'],
  rows: timeline.map(({ type, actor, occurredAt }) => ({
    cells: [wordOf(type.replaceAll('.', ' ')), actor, at(occurredAt)],
  })),
  empty: 'Nothing has happened.',
});

export const othersSection = ({ otherOrders }: OrderPageView): Section => ({
  id: 'others',
  title: "The customer's other orders",
  columns: ['Order', 'Status', 'Total', 'Ordered'],
  rows: otherOrders.map(({ number, status, grandTotalMinor, currency, createdAt }) => ({
    cells: [rowOf('orders', number, number), status, formatMoney(grandTotalMinor, currency), at(createdAt)],
  })),
  empty: 'This is their only one.',
});
