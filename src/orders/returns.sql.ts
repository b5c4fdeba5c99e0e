import { sql, type RawBuilder } from 'kysely';
import type { Cte } from '../shared/database/one-statement.js';
import type { Db } from '../shared/database/unit-of-work.js';
import { privateId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import type { NewReturn, ReturnChange } from './order-plan.js';
import type { OrderRow } from './order-row.js';
import type { ReturnRow } from './return-row.js';

/** A `ReturnRow` as JSON: the row of `alias` and its lines. */
export const returnJson = (
  alias: string,
): RawBuilder<ReturnRow> => sql<ReturnRow>`(to_jsonb(${sql.ref(alias)})
  || jsonb_build_object('lines', (select jsonb_agg(to_jsonb(l) order by l.line_no)
    from return_lines l where l.return_id = ${sql.ref(alias)}.id)))`;

/** The returns of an order, oldest first. */
export async function returnsOf(db: Db, orderId: string): Promise<ReturnRow[]> {
  const { rows } = await sql<{ back: ReturnRow }>`
    select ${returnJson('r')} as back from returns r where r.order_id = ${orderId}
    order by r.requested_at, r.id`.execute(db);
  return rows.map(({ back }) => back);
}

/** A return by its outside id. Whoever moves it has locked its order. 404 `return_not_found`. */
export async function readReturn(db: Db, returnId: string): Promise<ReturnRow> {
  const id = privateId('ret', returnId);
  const { rows } = id
    ? await sql<{ back: ReturnRow }>`
        select ${returnJson('r')} as back from returns r where r.id = ${id}`.execute(db)
    : { rows: [] };
  if (!rows[0]) throw new DomainError('return_not_found');
  return rows[0].back;
}

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

/** Moves a return, as parts of a larger statement. */
export function updateReturn({ id, status, note, refundId, lines = [] }: ReturnChange): Cte[] {
  const times = status === 'received' ? sql`received_at = now()` : sql`decided_at = now()`;
  return [
    [
      'return_moved',
      sql`
        update returns set status = ${status}, ${times}, decided_note = coalesce(${note ?? null}, decided_note),
          refund_id = ${refundId ?? null}
        where id = ${id}`,
    ],
    [
      'return_counted',
      sql`
        update return_lines l set restocked = c.restocked, written_off = c.written_off
        from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as c(line_no int, restocked int, written_off int)
        where l.return_id = ${id} and l.line_no = c.line_no`,
    ],
  ];
}
