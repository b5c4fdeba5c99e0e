import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';

/** What only a person can decide, each with the remedy that closes it. */
export const REMEDIES = {
  payment_mismatch:
    'Compare the payment at the gateway with the order; refund it or correct the order by hand.',
  payment_unresolved: 'Look the payment up at the gateway; then let the gateway be asked again.',
  refund_failed: 'Agree on another way with the customer and pay the amount back; then close this entry.',
} as const;
export type InterventionKind = keyof typeof REMEDIES;

@Injectable()
export class Interventions {
  /** Asks for a person. The same need appears once, however often it is met. Inside a transaction. */
  async open(
    tx: Transaction,
    need: {
      kind: InterventionKind;
      subjectId: string;
      orderId: string | null;
      facts: Record<string, unknown>;
    },
  ): Promise<void> {
    await sql`
      insert into interventions (id, kind, subject_id, order_id, remedy, facts)
      values (${newId()}, ${need.kind}, ${need.subjectId}, ${need.orderId}, ${REMEDIES[need.kind]},
              ${JSON.stringify(need.facts)}::jsonb)
      on conflict (kind, subject_id) where closed_at is null do nothing`.execute(tx.db);
  }
}
