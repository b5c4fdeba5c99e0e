import { type ProductFilter, ProductList } from '../../src/catalogue/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import type { ListSource } from '../adminjs/list-source.js';
import { flagOf, textOf } from './filters.js';
import { queryList } from './query-list.js';

/** What the shop sells, and how many there are. */
export const products: ListSource = {
  id: 'products',
  label: 'Products and stock',
  icon: 'Package',
  group: 'Catalogue',
  permission: 'read_catalogue',
  fields: [
    { name: 'text', label: 'Part of the name or id', in: ['filter'] },
    { name: 'id', label: 'Product', isId: true },
    { name: 'name', label: 'Name', isTitle: true },
    { name: 'price', label: 'Price' },
    { name: 'onHand', label: 'In the house', type: 'number' },
    { name: 'held', label: 'Promised', type: 'number' },
    { name: 'available', label: 'Can be sold', type: 'number' },
    { name: 'lowAt', label: 'Told at', type: 'number', in: ['show'] },
    { name: 'low', label: 'Low', type: 'boolean', in: ['list', 'show', 'filter'] },
    { name: 'active', label: 'Sold', type: 'boolean', in: ['list', 'show', 'filter'] },
    { name: 'backorderable', label: 'Sold beyond stock', type: 'boolean', in: ['show'] },
    { name: 'productClass', label: 'Class', in: ['show'] },
    { name: 'description', label: 'Description', in: ['show'] },
    {
      name: 'movements',
      label: 'What came and went',
      link: {
        resource: 'stock-movements',
        to: '/admin/resources/stock-movements?filters.productId=',
        by: 'id',
      },
      in: ['show'],
    },
    { name: 'createdAt', label: 'Since', type: 'datetime', in: ['show'] },
  ],
  ...queryList(ProductList, {
    filterOf: (filters): ProductFilter => ({
      text: textOf(filters, 'text'),
      active: flagOf(filters, 'active'),
      low: flagOf(filters, 'low'),
    }),
    rowOf: ({ isLow, ...row }) => ({
      ...row,
      low: isLow,
      price: formatMoney(row.priceMinor, row.currency),
      movements: 'Stock movements',
    }),
  }),
};
