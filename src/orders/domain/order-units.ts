import type { Units } from '../../shared/database/units.js';
import type { OrderRow } from '../order-row.js';

/** What an order holds while it waits, and sells when it is paid: what was asked for less what is owed or cancelled. */
export const unitsThere = ({ lines }: Pick<OrderRow, 'lines'>): Units[] =>
  lines
    .map((line) => ({
      productId: line.product_id,
      quantity: line.quantity - line.backordered - line.cancelled,
    }))
    .filter(({ quantity }) => quantity > 0);

/** Everything that an order asked for. */
export const unitsAsked = ({ lines }: Pick<OrderRow, 'lines'>): Units[] =>
  lines.map((line) => ({ productId: line.product_id, quantity: line.quantity }));
