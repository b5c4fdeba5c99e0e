import { sql } from 'kysely';
import type { Cte } from '../shared/database/one-statement.js';
import type { NewReturn } from './order-plan.js';
import type { OrderRow } from './order-row.js';

/** Opens a return, as parts of a larger statement. */
export function insertReturn(order: OrderRow, opened: NewReturn): Cte[] {
  const { id, status, carriesRefund, reason, requestedBy, lines } = opened;
  const decidedAt = status === 'requested' ? sql`null` : sql`now()`;
  return [
    [
      'return_opened',
      sql`
        insert into returns (id, order_id, customer_id, status, carries_refund, reason, requested_by, decided_at)
        values (${id}, ${order.id}, ${order.customer_id}, ${status}, ${carriesRefund}, ${reason}, ${requestedBy}, ${decidedAt})`,
    ],
    [
      'return_lined',
      sql`
        insert into return_lines (return_id, order_id, line_no, product_id, customer_id, quantity)
        select ${id}, ${order.id}, l."lineNo", l."productId", ${order.customer_id}, l.quantity
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l("lineNo" int, "productId" text, quantity int)`,
    ],
  ];
}
