import { formatMoney } from '../../src/shared/money.js';
import { ShippingRateList } from '../../src/tariffs/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { queryList } from './query-list.js';
import { withIdsForAddresses } from './rate-ids.js';

/** What is added for shipping; `*` is any. */
export const shippingRates: ListSource = {
  id: 'shipping',
  label: 'Shipping rates',
  icon: 'MapPin',
  group: 'Shop',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'For', isId: true, isTitle: true },
    { name: 'country', label: 'Country' },
    { name: 'region', label: 'Region' },
    { name: 'productClass', label: 'Class' },
    { name: 'price', label: 'Price' },
    { name: 'taxClass', label: 'Taxed as' },
  ],
  ...withIdsForAddresses(
    queryList(ShippingRateList, {
      rowOf: (row) => ({ ...row, price: formatMoney(row.priceMinor, row.currency) }),
    }),
  ),
};
