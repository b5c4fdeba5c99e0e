import { ORDER_EVENTS, ORDER_STATUSES, orderStates } from './order-states.js';

/** The specification's transitions, written out: everything else must be refused. */
const ALLOWED: Record<string, string> = {
  'pending payment_succeeded': 'confirmed',
  'pending payment_window_closed': 'cancelled',
  'pending superseded': 'cancelled',
  'pending out_of_stock': 'cancelled',
  'pending cancelled': 'cancelled',
  'confirmed preparation_started': 'processing',
  'confirmed cancelled': 'cancelled',
  'processing handed_to_carrier': 'shipped',
  'processing cancelled': 'cancelled',
  'shipped delivered': 'delivered',
  'shipped cancelled_after_shipping': 'cancelled',
  'delivered cancelled_after_shipping': 'cancelled',
};

describe('the status table', () => {
  it.each(ORDER_STATUSES.flatMap((status) => ORDER_EVENTS.map((event) => [status, event] as const)))(
    '%s, when %s',
    (status, event) => {
      expect(orderStates.after(status, event)).toBe(ALLOWED[`${status} ${event}`]);
    },
  );

  it('leaves a cancelled order where it is, whatever happens', () => {
    expect(orderStates.moves.filter((move) => move.from === 'cancelled')).toEqual([]);
  });
});
