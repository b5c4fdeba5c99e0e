import { StateTable } from '../../shared/state-table.js';

export const ORDER_STATUSES = [
  'pending',
  'confirmed',
  'processing',
  'shipped',
  'delivered',
  'cancelled',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const ORDER_EVENTS = [
  'payment_succeeded',
  'preparation_started',
  'handed_to_carrier',
  'delivered',
  'payment_window_closed',
  'superseded',
  'out_of_stock',
  'cancelled',
  'cancelled_after_shipping',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/**
 * The status flow of an order: the specification's six statuses and every way between them. The diagram in the README
 * is generated from this table, the database knows the same names, and a test walks every status with every event.
 */
export const orderStates = new StateTable<OrderStatus, OrderEvent>(ORDER_STATUSES, [
  { from: 'pending', event: 'payment_succeeded', to: 'confirmed', who: 'settle' },
  { from: 'pending', event: 'payment_window_closed', to: 'cancelled', who: 'system' },
  { from: 'pending', event: 'superseded', to: 'cancelled', who: 'system' },
  { from: 'pending', event: 'out_of_stock', to: 'cancelled', who: 'system' },
  { from: 'pending', event: 'cancelled', to: 'cancelled', who: 'customer, admin' },
  { from: 'confirmed', event: 'preparation_started', to: 'processing', who: 'admin, partner' },
  { from: 'confirmed', event: 'cancelled', to: 'cancelled', who: 'customer, admin' },
  { from: 'processing', event: 'handed_to_carrier', to: 'shipped', who: 'admin, partner' },
  { from: 'processing', event: 'cancelled', to: 'cancelled', who: 'customer, admin' },
  { from: 'shipped', event: 'delivered', to: 'delivered', who: 'admin, partner, carrier' },
  { from: 'shipped', event: 'cancelled_after_shipping', to: 'cancelled', who: 'admin' },
  { from: 'delivered', event: 'cancelled_after_shipping', to: 'cancelled', who: 'admin' },
]);
