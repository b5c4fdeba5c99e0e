import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';

/** What only a person can decide, each with the remedy that closes it. */
export const REMEDIES = {
  payment_mismatch:
    'Compare the payment at the gateway with the order; refund it or correct the order by hand.',
  payment_unresolved: 'Look the payment up at the gateway; then let the gateway be asked again.',
  capture_failed:
    'The promised money was not given: ask the customer to pay in another way; then close this entry.',
  money_unmatched:
    'Money arrived at the account of a bank transfer and no payment takes it: send it back or use it by hand at the gateway; then close this entry.',
  dispute_opened:
    'Send the evidence at the gateway before it is due, or accept the dispute; it closes by itself.',
  mail_failed:
    'Send the mail again, to another address if need be (POST /mails/{mailId}/resend); it closes once that one is taken.',
  job_dead: 'Cure what made it fail; then `npm run jobs -- retry`. The entry closes by itself.',
  refund_failed: 'Agree on another way with the customer and pay the amount back; then close this entry.',
} as const;
export type InterventionKind = keyof typeof REMEDIES;

/** What asks for a person. */
export interface Need {
  readonly kind: InterventionKind;
  readonly subjectId: string;
  readonly orderId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

@Injectable()
export class Interventions {
  /** The need has gone by itself. Inside a transaction. */
  async close(tx: Transaction, need: { kind: InterventionKind; subjectId: string }): Promise<void> {
    await sql`
      update interventions set closed_at = now()
      where kind = ${need.kind} and subject_id = ${need.subjectId} and closed_at is null`.execute(tx.db);
  }

  /** Of this kind these needs are there, and no others. Inside a transaction. */
  async replace(
    tx: Transaction,
    kind: InterventionKind,
    needs: readonly Omit<Need, 'kind'>[],
  ): Promise<void> {
    const rows = needs.map((need) => ({ id: newId(), ...need }));
    await sql`
      with need as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as n(id uuid, "subjectId" text, "orderId" uuid, facts jsonb)),
      gone as (
        update interventions set closed_at = now()
        where kind = ${kind} and closed_at is null and subject_id not in (select "subjectId" from need))
      insert into interventions (id, kind, subject_id, order_id, remedy, facts)
      select id, ${kind}, "subjectId", "orderId", ${REMEDIES[kind]}, facts from need
      on conflict (kind, subject_id) where closed_at is null do nothing`.execute(tx.db);
  }

  /** Asks for a person. The same need appears once, however often it is met. Inside a transaction. */
  async open(tx: Transaction, need: Need): Promise<void> {
    await sql`
      insert into interventions (id, kind, subject_id, order_id, remedy, facts)
      values (${newId()}, ${need.kind}, ${need.subjectId}, ${need.orderId}, ${REMEDIES[need.kind]},
              ${JSON.stringify(need.facts)}::jsonb)
      on conflict (kind, subject_id) where closed_at is null do nothing`.execute(tx.db);
  }
}
