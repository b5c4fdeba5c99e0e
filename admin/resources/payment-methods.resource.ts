import { MethodList } from '../../src/payments/back-office/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { queryList } from './query-list.js';

/** How customers can pay. */
export const paymentMethods: ListSource = {
  id: 'payment-methods',
  label: 'Payment methods',
  icon: 'DollarSign',
  group: 'Shop',
  permission: 'read_settings',
  fields: [
    { name: 'id', label: 'Method', isId: true, in: ['show'] },
    { name: 'label', label: 'Method', isTitle: true },
    { name: 'isOffered', label: 'Offered', type: 'boolean' },
    { name: 'gateway', label: 'Gateway' },
    { name: 'windowMinutes', label: 'Minutes to pay', type: 'number' },
    { name: 'capturesLater', label: 'Taken when shipped', type: 'boolean' },
  ],
  ...queryList(MethodList),
};
