import { type CartFilter, CartList } from '../../src/cart/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { flagOf } from './filters.js';
import { queryList } from './query-list.js';

/** What customers mean to buy, the newest customers first. */
export const carts: ListSource = {
  id: 'carts',
  label: 'Carts',
  icon: 'ShoppingCart',
  group: 'People',
  permission: 'read_customers',
  fields: [
    { name: 'id', label: 'Customer', isId: true, isTitle: true, link: { resource: 'customers' } },
    { name: 'itemCount', label: 'Units', type: 'number' },
    { name: 'content', label: 'Content' },
    { name: 'filled', label: 'With something in it', type: 'boolean', in: ['filter'] },
    { name: 'version', label: 'Changes', type: 'number', in: ['show'] },
    { name: 'updatedAt', label: 'Changed', type: 'datetime' },
  ],
  ...queryList(CartList, {
    filterOf: (filters): CartFilter => ({ filled: flagOf(filters, 'filled') }),
    rowOf: ({ lines, ...row }) => ({
      ...row,
      content: lines.map(({ quantity, productName }) => `${quantity} × ${productName}`).join(', '),
    }),
  }),
};
