import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../shared/actor.js';
import type { Db, Transaction } from '../shared/database/unit-of-work.js';
import { type DomainEvent, insertEvents } from '../shared/events/event.js';
import { Outbox } from '../shared/events/outbox.js';
import { currentRequest } from '../shared/http/request-context.js';
import { newId } from '../shared/ids.js';

/** Who did what to which subject, and how it ended. `facts` carries ids and amounts, never personal data. */
export interface AuditEntry {
  readonly action: string;
  /** `done`, or the problem code of the refusal. */
  readonly outcome: string;
  readonly actor: Actor;
  readonly subject: {
    readonly kind:
      | 'order'
      | 'attempt'
      | 'refund'
      | 'invoice'
      | 'user'
      | 'webhook'
      | 'webhook_delivery'
      | 'product'
      | 'tariff'
      | 'mail'
      | 'partner'
      | 'webhook_endpoint'
      | 'staff'
      | 'bulk_run'
      | 'export'
      | 'intervention'
      | 'job'
      | 'request';
    readonly id: string;
  };
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A state change as it is told: the events of the timeline and the row of the audit. */
export interface Change {
  readonly events: readonly DomainEvent[];
  readonly audit: AuditEntry;
}

/** The statement that writes audit rows; usable alone or as a CTE of a larger statement. */
export function insertAudit(entries: readonly AuditEntry[]): RawBuilder<unknown> {
  const requestId = currentRequest()?.requestId ?? null;
  const rows = entries.map((entry) => ({
    id: newId(),
    action: entry.action,
    outcome: entry.outcome,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id ?? null,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    request_id: requestId,
    facts: entry.facts ?? {},
  }));
  return sql`
    insert into audit_log (id, action, outcome, actor_kind, actor_id, subject_kind, subject_id, request_id, facts)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(id uuid, action text, outcome text, actor_kind text, actor_id uuid, subject_kind text, subject_id text,
           request_id text, facts jsonb)`;
}

/** The one helper through which a state change leaves its traces: events, audit row and job, in the caller's commit. */
@Injectable()
export class Recorder {
  constructor(private readonly outbox: Outbox) {}

  /** Writes events and audit, in one statement with what they tell of if it is given, and announces the events. Inside a transaction. */
  async record(tx: Transaction, change: Change, done = sql`select`): Promise<void> {
    await sql`
      with done as (${done}), told as (${insertEvents(change.events)}) ${insertAudit([change.audit])}`.execute(
      tx.db,
    );
    await this.announce(tx, change.events);
  }

  /** The job alone, for statements that carry events and audit themselves. Inside a transaction. */
  async announce(tx: Transaction, events: readonly DomainEvent[]): Promise<void> {
    if (events.length > 0) await this.outbox.announce(tx, events);
  }

  /** A refusal leaves an audit row and nothing else. Outside a transaction: the refused unit is rolled back. */
  async refused(db: Db, entry: AuditEntry): Promise<void> {
    await insertAudit([entry]).execute(db);
  }
}
