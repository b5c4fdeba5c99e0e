import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type InterventionKind, type Remedy, remedyOf } from '../../interventions/index.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin, oneOf } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface InterventionFilter {
  readonly state?: 'open' | 'closed' | undefined;
  readonly kinds?: readonly InterventionKind[] | undefined;
  /** A member of the staff, or null for what nobody has taken. */
  readonly ownerId?: string | null | undefined;
  /** So many hours old, at least. */
  readonly olderThanHours?: number | undefined;
  readonly opened?: TimeSpan | undefined;
  readonly orderId?: string | undefined;
}

export interface InterventionRow {
  readonly id: string;
  readonly kind: InterventionKind;
  readonly subjectId: string;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  /** What is to be done, in words, and what may be made a button of. */
  readonly remedy: string;
  readonly suggested: Remedy;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly ownerId: string | null;
  readonly takenAt: string | null;
  readonly ageSeconds: number;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** Null for what has closed by itself. */
  readonly closedBy: string | null;
  readonly solution: string | null;
}

type Raw = Omit<InterventionRow, 'suggested'>;

const INTERVENTIONS: ListPlan<InterventionFilter, Raw, InterventionRow> = {
  table: 'interventions',
  alias: 'i',
  order: BY_ID,
  ways: ({ state, opened, orderId }) => {
    const span = madeWithin('i.id', 'i.opened_at', opened) ?? sql`true`;
    if (orderId !== undefined) return [sql`${equals('i.order_id', orderId, 'uuid')} and ${span}`];
    return [state === 'open' ? sql`i.closed_at is null and ${span}` : span];
  },
  rest: ({ state, kinds, ownerId, olderThanHours, orderId }) => [
    state === 'open' && orderId !== undefined ? sql`i.closed_at is null` : undefined,
    state === 'closed' ? sql`i.closed_at is not null` : undefined,
    oneOf('i.kind', kinds),
    ownerId === null ? sql`i.owner_id is null` : equals('i.owner_id', ownerId, 'uuid'),
    olderThanHours === undefined
      ? undefined
      : sql`i.opened_at < now() - make_interval(secs => ${olderThanHours}::float8 * 3600)`,
  ],
  columns: sql`
    i.id, i.kind, i.subject_id as "subjectId", i.order_id as "orderId", o.number as "orderNumber", i.remedy, i.facts,
    i.owner_id as "ownerId", ${isoTime('i.taken_at')} as "takenAt",
    extract(epoch from coalesce(i.closed_at, now()) - i.opened_at)::int as "ageSeconds",
    ${isoTime('i.opened_at')} as "openedAt", ${isoTime('i.closed_at')} as "closedAt", i.closed_by as "closedBy", i.solution`,
  joins: sql`left join orders o on o.id = i.order_id`,
  view: (row) => ({ ...row, suggested: remedyOf(row) }),
};

/** What waits for a person, with the order that it is about. */
@Injectable()
export class InterventionList extends NewestFirst<InterventionFilter, Raw, InterventionRow> {
  constructor(uow: UnitOfWork) {
    super(uow, INTERVENTIONS);
  }
}
