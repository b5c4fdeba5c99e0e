import type { OrderPageView } from '../../../src/back-office/index.js';
import { may, type StaffRole } from '../../../src/staff/index.js';
import { rowOf, type Section } from './section.js';

/** Who has ordered, masked, for who may see people; unmasked they are by an action that asks why. */
export function personSection({ order }: OrderPageView, role: StaffRole): Section {
  const account = may(role, 'read_customers') ? rowOf('customers', order.customerId, 'open') : '';
  return {
    id: 'person',
    title: 'Who has ordered',
    columns: ['E-mail', 'Name', 'Country', 'Customer'],
    rows: [{ cells: [order.email, order.name ?? '', order.country ?? '', account] }],
    empty: 'Nobody.',
    addAction: { action: 'reveal-order', label: 'Reveal name and address' },
  };
}
