import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface AuditFilter {
  /** An order's number, a user's id: whatever the row names. */
  readonly subjectId?: string | undefined;
  /** Of people who work here, and of partners. */
  readonly actorId?: string | undefined;
  readonly actorKind?: Actor['kind'] | undefined;
  readonly action?: string | undefined;
  /** Refusals alone, or what was done alone. */
  readonly outcome?: 'done' | 'refused' | undefined;
  readonly occurred?: TimeSpan | undefined;
}

export interface AuditRow {
  readonly id: string;
  readonly action: string;
  readonly outcome: string;
  readonly actorKind: Actor['kind'];
  readonly actorId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly requestId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

const AUDIT: ListPlan<AuditFilter, AuditRow> = {
  table: 'audit_log',
  alias: 'a',
  order: BY_ID,
  ways: ({ subjectId, actorId, occurred }) => {
    const span = madeWithin('a.id', 'a.occurred_at', occurred) ?? sql`true`;
    // A subject has few rows: chosen by their index, put in order after.
    if (subjectId !== undefined)
      return [
        sql`a.id = any(array(select id from audit_log where subject_id = ${subjectId}
        order by occurred_at desc limit 5000)) and ${span}`,
      ];
    if (actorId !== undefined)
      return [
        sql`${equals('a.actor_id', actorId, 'uuid')} and a.actor_kind in ('admin', 'partner') and ${span}`,
      ];
    return [span];
  },
  rest: ({ subjectId, actorId, actorKind, action, outcome }) => [
    subjectId === undefined ? undefined : equals('a.actor_id', actorId, 'uuid'),
    equals('a.actor_kind', actorKind),
    equals('a.action', action),
    outcome && (outcome === 'done' ? sql`a.outcome = 'done'` : sql`a.outcome <> 'done'`),
  ],
  columns: sql`
    a.id, a.action, a.outcome, a.actor_kind as "actorKind", a.actor_id as "actorId", a.subject_kind as "subjectKind",
    a.subject_id as "subjectId", a.request_id as "requestId", a.facts, ${isoTime('a.occurred_at')} as "occurredAt"`,
};

/** Who did what, when, and how it ended. */
@Injectable()
export class AuditList extends NewestFirst<AuditFilter, AuditRow> {
  constructor(uow: UnitOfWork) {
    super(uow, AUDIT);
  }
}
