import { toPercent } from '../../src/shared/money.js';
import { TaxRateList } from '../../src/tariffs/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { queryList } from './query-list.js';
import { withIdsForAddresses } from './rate-ids.js';

/** What is added for taxes; `*` is any. */
export const taxRates: ListSource = {
  id: 'taxes',
  label: 'Tax rates',
  icon: 'Percent',
  group: 'Shop',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'For', isId: true, in: ['show'] },
    { name: 'country', label: 'Country' },
    { name: 'region', label: 'Region' },
    { name: 'productClass', label: 'Class' },
    { name: 'name', label: 'Name', isTitle: true },
    { name: 'rate', label: 'Rate' },
  ],
  ...withIdsForAddresses(
    queryList(TaxRateList, {
      rowOf: ({ basisPoints, ...row }) => ({ ...row, rate: `${toPercent(basisPoints)} %` }),
    }),
  ),
};
