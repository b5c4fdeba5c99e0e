import type { Problem } from './problem-kind.js';

/** What is refused about orders, their goods, parcels and returns. */
export const orderProblems = {
  cart_empty: { status: 400, error: 'Cart is empty', detail: 'There is nothing to order.' },
  out_of_stock: {
    status: 400,
    error: 'Some items are out of stock',
    detail: 'Nothing was ordered. The items that are short are listed with what is available.',
  },
  destination_not_served: {
    status: 400,
    error: 'Destination is not served',
    detail: 'Something that is wanted is not shipped there, or not in this currency.',
  },
  order_not_found: { status: 404, error: 'Order not found', detail: 'There is no such order.' },
  product_not_found: { status: 404, error: 'Product not found', detail: 'There is no such product.' },
  parcel_not_found: {
    status: 404,
    error: 'Parcel not found',
    detail: 'There is no such parcel.',
  },
  mail_not_found: { status: 404, error: 'Mail not found', detail: 'There is no such mail.' },
  mail_not_resendable: {
    status: 409,
    error: 'Mail cannot be sent again',
    detail: 'Only mails about orders are: what one about an account carries is for its person alone.',
  },
  order_cannot_be_cancelled: {
    status: 409,
    error: 'Order cannot be cancelled',
    detail: 'The order has left the house.',
  },
  units_not_cancellable: {
    status: 409,
    error: 'Units cannot be cancelled',
    detail: 'More units than the order has left to ship; nothing was cancelled. The figures are given.',
  },
  units_not_returnable: {
    status: 409,
    error: 'Units cannot be returned',
    detail:
      'Only units that have arrived, within the time for returns, and that are in no other return come back; nothing was opened. The figures are given.',
  },
  return_not_in_that_state: {
    status: 409,
    error: 'Return has moved on',
    detail: 'The return is not in a status from which this can happen.',
  },
  transition_not_allowed: {
    status: 409,
    error: 'Transition not allowed',
    detail: 'The order is not in a status from which this can happen.',
  },
  units_not_left_to_ship: {
    status: 409,
    error: 'Units not left to ship',
    detail: 'No more can be shipped than was ordered, is there, and has neither been shipped nor cancelled.',
  },
  tracking_number_used: {
    status: 409,
    error: 'Tracking number already used',
    detail: 'Another parcel of this carrier has this number; carriers give one again after months.',
  },
  parcel_already_delivered: {
    status: 409,
    error: 'Parcel already delivered',
    detail: 'Carrier and number of a parcel are corrected before it is delivered.',
  },
  delivered_before_shipped: {
    status: 409,
    error: 'Delivered before shipped',
    detail: 'A parcel arrives after it has left.',
  },
  too_many_pending_orders: {
    status: 409,
    error: 'Too many pending orders',
    detail: 'Pay or cancel one of the pending orders first.',
  },
  stock_is_held: {
    status: 409,
    error: 'Stock is held',
    detail: 'Orders hold units that would be gone: cancel or ship some of them first.',
  },
  order_already_claimed: {
    status: 409,
    error: 'Order already claimed',
    detail: 'The order belongs to another account.',
  },
  order_of_another_email: {
    status: 409,
    error: 'Order of another e-mail',
    detail: 'An order is claimed by the account of the address that its mails go to.',
  },
  return_not_found: { status: 404, error: 'Return not found', detail: 'There is no such return.' },
  link_expired: {
    status: 410,
    error: 'Link has expired',
    detail: 'Links in mails stop working after a while. With an account, log in to see the order.',
  },
} as const satisfies Record<string, Problem>;
