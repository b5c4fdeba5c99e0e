import { TariffQueries } from '../../src/tariffs/index.js';
import type { ListSource, Row } from '../adminjs/list-source.js';
import { wholeList } from './whole-list.js';

const destination = [
  { name: 'country', label: 'Country' },
  { name: 'region', label: 'Region' },
  { name: 'productClass', label: 'Class' },
] as const;

export const taxRates: ListSource = {
  id: 'taxes',
  label: 'Tax rates',
  icon: 'Percent',
  group: 'Catalogue',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    ...destination,
    { name: 'name', label: 'Name', isTitle: true },
    { name: 'rate', label: 'Rate in %', type: 'number' },
  ],
  ...wholeList(async (panel) => (await panel.get(TariffQueries).all()).taxes.map(withId)),
};

export const shippingRates: ListSource = {
  id: 'shipping',
  label: 'Shipping rates',
  icon: 'Truck',
  group: 'Catalogue',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    ...destination,
    { name: 'price', label: 'Price', type: 'number' },
    { name: 'currency', label: 'Currency' },
  ],
  ...wholeList(async (panel) => (await panel.get(TariffQueries).all()).shipping.map(withId)),
};

interface Rate {
  readonly country: string;
  readonly region: string;
  readonly productClass: string;
}

/** What a rate is for names it. */
const withId = (rate: Rate): Row => ({
  id: [rate.country, rate.region, rate.productClass].join(' '),
  ...rate,
});
