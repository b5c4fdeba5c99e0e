import { sql, type RawBuilder } from 'kysely';
import type { OrderRow } from './order-row.js';

/** An `OrderRow` as JSON: the row of `alias`, its lines, adjustments and transaction. Lines never change in what they cost, adjustments only while no payment is open. */
export function orderJson(alias: string): RawBuilder<OrderRow> {
  const order = sql.ref(alias);
  return sql<OrderRow>`(to_jsonb(${order}) || jsonb_build_object(
    'lines', coalesce((select jsonb_agg(to_jsonb(l) - 'order_id' - 'customer_id' order by l.line_no)
                       from order_lines l where l.order_id = ${order}.id), '[]'),
    'adjustments', coalesce((select jsonb_agg(to_jsonb(j) - 'order_id' - 'customer_id' order by j.line_no)
                             from order_adjustments j where j.order_id = ${order}.id), '[]'),
    'transaction_id', (select p.transaction_id from payment_attempts p where p.id = ${order}.paid_attempt_id)))`;
}

/** An `OrderRow` in parts. */
export interface OrderParts extends Pick<OrderRow, 'lines' | 'adjustments' | 'transaction_id'> {
  readonly row: Omit<OrderRow, 'lines' | 'adjustments' | 'transaction_id'>;
}

/** Columns of `OrderParts`, as JSON text: half the work of `orderJson`, since the database merges nothing. For lists. */
export function orderParts(alias: string): RawBuilder<unknown> {
  const order = sql.ref(alias);
  return sql`to_json(${order}) as "row",
    coalesce((select json_agg(l order by l.line_no) from order_lines l where l.order_id = ${order}.id), '[]') as lines,
    coalesce((select json_agg(j order by j.line_no) from order_adjustments j where j.order_id = ${order}.id), '[]') as adjustments,
    (select p.transaction_id from payment_attempts p where p.id = ${order}.paid_attempt_id) as transaction_id`;
}

export const orderOf = ({ row, ...more }: OrderParts): OrderRow => ({ ...row, ...more });
