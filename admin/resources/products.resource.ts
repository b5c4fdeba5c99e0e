import { StockQueries } from '../../src/catalogue/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { wholeList } from './whole-list.js';

const MOST = 1_000;

/** What the shop sells, and how many there are. */
export const products: ListSource = {
  id: 'products',
  label: 'Products and stock',
  icon: 'Package',
  group: 'Catalogue',
  permission: 'read_catalogue',
  fields: [
    { name: 'productId', label: 'Product', isId: true },
    { name: 'productName', label: 'Name', isTitle: true },
    { name: 'onHand', label: 'In the house', type: 'number' },
    { name: 'held', label: 'Promised', type: 'number' },
    { name: 'available', label: 'Can be sold', type: 'number' },
    { name: 'lowAt', label: 'Told at', type: 'number', in: ['show'] },
    { name: 'isLow', label: 'Low', type: 'boolean' },
  ],
  ...wholeList(
    async (panel) => (await panel.get(StockQueries).list({ limit: MOST })).stock.map((row) => ({ ...row })),
    (row) => row['productId'],
  ),
};
