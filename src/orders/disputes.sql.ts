import { sql } from 'kysely';
import type { DisputeFacts } from '../payments/index.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import type { AttemptRow, DisputeRow } from './order-row.js';

/** The dispute as it was last heard of. Read under the lock of its attempt. */
export async function readDispute(
  tx: Transaction,
  gateway: string,
  gatewayDisputeId: string,
): Promise<DisputeRow | undefined> {
  const { rows } = await sql<{ dispute: DisputeRow }>`
    select to_jsonb(d) as dispute from disputes d
    where gateway = ${gateway} and gateway_dispute_id = ${gatewayDisputeId}`.execute(tx.db);
  return rows[0]?.dispute;
}

/** Writes what is known of it now; amount and currency stay as they were first heard. */
export async function saveDispute(
  tx: Transaction,
  id: string,
  attempt: AttemptRow,
  { gatewayDisputeId, status, reason, amountMinor, withdrawnMinor, currency, evidenceDueBy }: DisputeFacts,
): Promise<void> {
  const closedAt = status === 'won' || status === 'lost' ? sql`now()` : sql`null::timestamptz`;
  await sql`
    insert into disputes (id, order_id, customer_id, attempt_id, gateway, gateway_dispute_id, status, reason,
      amount_minor, withdrawn_minor, currency, evidence_due_by, closed_at)
    values (${id}, ${attempt.order_id}, ${attempt.customer_id}, ${attempt.id}, ${attempt.gateway}, ${gatewayDisputeId},
      ${status}, ${reason}, ${amountMinor}, ${withdrawnMinor}, ${currency}, ${evidenceDueBy?.toISOString() ?? null}, ${closedAt})
    on conflict (gateway, gateway_dispute_id) do update set status = excluded.status, reason = excluded.reason,
      withdrawn_minor = excluded.withdrawn_minor, evidence_due_by = excluded.evidence_due_by,
      closed_at = excluded.closed_at`.execute(tx.db);
}
