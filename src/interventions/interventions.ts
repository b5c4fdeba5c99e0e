import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { type InterventionKind, REMEDIES } from './remedies.js';

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
