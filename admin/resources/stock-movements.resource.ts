import { type MovementFilter, MovementList } from '../../src/catalogue/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choicesOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

const KINDS = ['received', 'held', 'released', 'sold', 'returned', 'written_off', 'corrected'] as const;

/** Of one product, which has to be named: a ledger of all of them is in no order that anybody looks for. */
export const stockMovements: ListSource = {
  id: 'stock-movements',
  label: 'Stock movements',
  icon: 'Activity',
  group: 'Catalogue',
  permission: 'read_catalogue',
  whenEmpty: 'Name a product in the filter, or come from its page.',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    {
      name: 'productId',
      label: 'Product',
      isTitle: true,
      link: { resource: 'products' },
      in: ['list', 'show', 'filter'],
    },
    { name: 'kind', label: 'What', oneOf: KINDS, in: ['list', 'show', 'filter'] },
    { name: 'onHandDelta', label: 'In the house', type: 'number' },
    { name: 'heldDelta', label: 'Promised', type: 'number' },
    { name: 'orderNumber', label: 'Order', link: { resource: 'orders' } },
    { name: 'actor', label: 'By', in: ['show'] },
    { name: 'reason', label: 'Reason' },
    { name: 'occurredAt', label: 'When', type: 'datetime', in: ['list', 'show', 'filter'] },
  ],
  ...queryList(MovementList, {
    filterOf: (filters): MovementFilter => ({
      productId: textOf(filters, 'productId') ?? '',
      kinds: choicesOf(filters, 'kind', KINDS),
      occurred: spanOf(filters, 'occurredAt'),
    }),
  }),
};
