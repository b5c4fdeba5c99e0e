import { type PaymentFilter, PaymentList } from '../../src/orders/back-office/index.js';
import { FAILURE_REASONS, type FailureReason, labelOf } from '../../src/payments/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, choicesOf, orderField, orderIdOf, spanOf } from './filters.js';
import { queryList } from './query-list.js';
import { moneyOrNone } from './said.js';

const STATUSES = ['started', 'requires_action', 'processing', 'unknown', 'succeeded', 'failed'] as const;
export const METHODS = [
  'credit_card',
  'debit_card',
  'apple_pay',
  'paypal',
  'bank_transfer',
  'crypto',
] as const;

const GATEWAYS = ['stripe', 'paypal'] as const;
const REASONS = Object.keys(FAILURE_REASONS) as FailureReason[];

/** Each try to pay an order. */
export const payments: ListSource = {
  id: 'payments',
  label: 'Payments',
  icon: 'CreditCard',
  group: 'Orders',
  permission: 'read_money',
  fields: [
    { name: 'id', label: 'Attempt', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'amount', label: 'Amount' },
    { name: 'methodLabel', label: 'Method' },
    { name: 'method', label: 'Method', oneOf: METHODS, in: ['filter'] },
    { name: 'gateway', label: 'Gateway', oneOf: GATEWAYS, in: ['show', 'filter'] },
    { name: 'cardLabel', label: 'Card' },
    { name: 'reason', label: 'Told the customer', in: ['show'] },
    {
      name: 'failureReason',
      label: 'Declined for',
      oneOf: REASONS,
      in: ['list', 'show', 'filter'],
    },
    { name: 'failureCode', label: "Gateway's own word", in: ['show'] },
    { name: 'authorized', label: 'Promised', in: ['show'] },
    { name: 'captured', label: 'Taken', in: ['show'] },
    { name: 'refunded', label: 'Given back', in: ['show'] },
    { name: 'disputed', label: 'Contested', in: ['show'] },
    { name: 'intentId', label: 'Intent', in: ['show'] },
    { name: 'transactionId', label: 'Transaction', in: ['show'] },
    { name: 'createdAt', label: 'Tried', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'settledAt', label: 'Settled', type: 'datetime', in: ['show'] },
  ],
  ...queryList(PaymentList, {
    filterOf: async (filters, panel): Promise<PaymentFilter> => ({
      statuses: choicesOf(filters, 'status', STATUSES),
      created: spanOf(filters, 'createdAt'),
      method: choiceOf(filters, 'method', METHODS),
      gateway: choiceOf(filters, 'gateway', GATEWAYS),
      failureReason: choiceOf(filters, 'failureReason', REASONS),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: ({ card, ...row }) => ({
      ...row,
      methodLabel: labelOf(row.method),
      cardLabel: card && `${card.brand} ···· ${card.last4}`,
      amount: formatMoney(row.amountMinor, row.currency),
      authorized: moneyOrNone(row.authorizedMinor, row.currency),
      captured: moneyOrNone(row.capturedMinor, row.currency),
      refunded: moneyOrNone(row.refundedMinor, row.currency),
      disputed: moneyOrNone(row.disputedMinor, row.currency),
    }),
  }),
};
