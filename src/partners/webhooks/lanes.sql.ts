import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';

/**
 * At an endpoint the events of one order stand in a lane: the earliest is `pending`, those behind it are `waiting`. This
 * lets the earliest of each lane go where nobody does. Inside a transaction that holds the endpoint's lock.
 */
export async function moveLanesUp(tx: Transaction, endpointId: string): Promise<void> {
  await sql`
    with first as (
      select distinct on (d.order_id) d.id from webhook_deliveries d
      where d.endpoint_id = ${endpointId} and d.status = 'waiting'
        and not exists (select from webhook_deliveries p
          where p.endpoint_id = d.endpoint_id and p.order_id = d.order_id and p.status = 'pending')
      order by d.order_id, d.position)
    update webhook_deliveries d set status = 'pending', next_try_at = now()
    from first where d.id = first.id`.execute(tx.db);
}
