import { type CustomerFilter, CustomerList } from '../../src/auth/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

const KINDS = ['account', 'guest'] as const;

/** Who buys, masked. */
export const customers: ListSource = {
  id: 'customers',
  label: 'Customers',
  icon: 'Users',
  group: 'People',
  permission: 'read_customers',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'userId', label: 'Customer', in: ['show'] },
    { name: 'email', label: 'E-mail (whole)', in: ['filter'] },
    { name: 'name', label: 'Name (whole)', in: ['filter'] },
    { name: 'maskedEmail', label: 'E-mail', isTitle: true },
    { name: 'maskedName', label: 'Name' },
    { name: 'kind', label: 'Kind', oneOf: KINDS, in: ['list', 'show', 'filter'] },
    { name: 'claimedBy', label: 'Claimed by', link: { resource: 'customers' }, in: ['show'] },
    {
      name: 'orders',
      label: 'Orders',
      link: { resource: 'orders', to: '/admin/resources/orders?filters.customerId=', by: 'id' },
      in: ['show'],
    },
    { name: 'cart', label: 'Cart', link: { resource: 'carts', by: 'id' }, in: ['show'] },
    { name: 'createdAt', label: 'Since', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(CustomerList, {
    filterOf: (filters): CustomerFilter => ({
      kind: choiceOf(filters, 'kind', KINDS),
      email: textOf(filters, 'email'),
      name: textOf(filters, 'name'),
      created: spanOf(filters, 'createdAt'),
    }),
    rowOf: ({ email, name, ...row }) => ({
      ...row,
      maskedEmail: email,
      maskedName: name,
      orders: 'What was ordered',
      cart: 'What is in the cart',
    }),
  }),
};
