import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';
import { isWanted } from '../event-filter.js';

/** How far events are queued; `undefined` while another worker is at it. Inside a transaction, as all of these. */
export async function lockCursor(tx: Transaction): Promise<bigint | undefined> {
  const { rows } = await sql<{ position: string }>`
    select position::text from webhook_cursor for update skip locked`.execute(tx.db);
  return rows[0] && BigInt(rows[0].position);
}

export async function moveCursor(tx: Transaction, position: bigint): Promise<void> {
  await sql`update webhook_cursor set position = ${position.toString()}::bigint`.execute(tx.db);
}

/**
 * Endpoints that are on. The lock keeps results and redeliveries out until what is queued here can be seen: whoever
 * ends a delivery has to see what waits behind it. A statement of its own, so that the next one sees what they wrote.
 */
export async function lockListeners(tx: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook_endpoints where disabled_at is null and deleted_at is null order by id for share`.execute(
    tx.db,
  );
  return rows.map(({ id }) => id);
}

/** The position of the last event of a batch. */
export async function endOfBatch(
  tx: Transaction,
  { from, settled, size }: { from: bigint; settled: bigint; size: number },
): Promise<bigint> {
  const { rows } = await sql<{ until: string | null }>`
    select (select position from events
      where position > ${from.toString()}::bigint and position <= ${settled.toString()}::bigint
      order by position offset ${size - 1} limit 1)::text as until`.execute(tx.db);
  return rows[0]!.until === null ? settled : BigInt(rows[0]!.until);
}

/** An event whose order has an earlier one under way at this endpoint waits for it. */
export async function queueFor(
  tx: Transaction,
  endpoints: readonly string[],
  { from, until }: { from: bigint; until: bigint },
): Promise<void> {
  if (endpoints.length === 0) return;
  await sql`
    with wanted as (
      select w.id as endpoint_id, e.id, e.position, e.type, e.order_id,
        row_number() over (partition by w.id, e.order_id order by e.position) as nth
      from events e join webhook_endpoints w
        on w.id = any(${[...endpoints]}::uuid[]) and e.occurred_at >= w.listens_since and ${isWanted}
      where e.position > ${from.toString()}::bigint and e.position <= ${until.toString()}::bigint
        and not exists (select from webhook_deliveries d where d.endpoint_id = w.id and d.event_id = e.id))
    insert into webhook_deliveries (id, endpoint_id, event_id, position, type, order_id, status)
    select gen_random_uuid(), endpoint_id, id, position, type, order_id,
      case when order_id is null then 'pending'
           when nth > 1 or exists (select from webhook_deliveries d
             where d.endpoint_id = wanted.endpoint_id and d.order_id = wanted.order_id
               and d.status = 'pending') then 'waiting'
           else 'pending' end
    from wanted`.execute(tx.db);
}
