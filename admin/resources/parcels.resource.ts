import { type ParcelFilter, ParcelList } from '../../src/orders/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { choiceOf, orderField, orderIdOf, spanOf, textOf } from './filters.js';
import { queryList } from './query-list.js';
import { unitsOf } from './said.js';

const STATUSES = ['shipped', 'delivered'] as const;

/** What has left the house. */
export const parcels: ListSource = {
  id: 'parcels',
  label: 'Parcels',
  icon: 'Truck',
  group: 'Orders',
  permission: 'read_orders',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { ...orderField, isTitle: true },
    { name: 'parcelId', label: 'Parcel', in: ['show'] },
    { name: 'status', label: 'Status', oneOf: STATUSES, in: ['list', 'show', 'filter'] },
    { name: 'carrier', label: 'Carrier', in: ['list', 'show', 'filter'] },
    { name: 'trackingNumber', label: 'Tracking number' },
    { name: 'trackingUrl', label: 'Tracking page', in: ['show'] },
    { name: 'units', label: 'Units' },
    { name: 'shippedAt', label: 'Shipped', type: 'datetime', in: ['list', 'show', 'filter'] },
    { name: 'deliveredAt', label: 'Delivered', type: 'datetime' },
  ],
  ...queryList(ParcelList, {
    filterOf: async (filters, panel): Promise<ParcelFilter> => ({
      status: choiceOf(filters, 'status', STATUSES),
      carrier: textOf(filters, 'carrier'),
      shipped: spanOf(filters, 'shippedAt'),
      orderId: await orderIdOf(filters, panel),
    }),
    rowOf: ({ lines, ...row }) => ({ ...row, units: unitsOf(lines) }),
  }),
};
