import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type InterventionKind, type Remedy, remedyOf } from '../../interventions/index.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { byTime, equals, isoTime, type ListPlan, oneOf, within } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';
import { OldestFirst } from '../../shared/lists/oldest-first.js';

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
  order: byTime('opened_at'),
  ways: (filter) => {
    const { state, kinds, opened, orderId } = filter;
    const span = within('i.opened_at', opened) ?? sql`true`;
    if (orderId !== undefined) return [sql`${equals('i.order_id', orderId, 'uuid')} and ${span}`];
    if (state !== 'open') return [span];
    const open = sql`i.closed_at is null and ${span}`;
    return kinds?.length ? kinds.map((kind) => sql`${oneOf('i.kind', [kind])} and ${open}`) : [open];
  },
  rest: ({ state, kinds, ownerId, olderThanHours, orderId }) => [
    state === 'open' && orderId !== undefined ? sql`i.closed_at is null` : undefined,
    state === 'closed' ? sql`i.closed_at is not null` : undefined,
    state === 'open' && orderId === undefined && kinds?.length ? undefined : oneOf('i.kind', kinds),
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

/** What has waited for a person, with the order that it is about. */
@Injectable()
export class InterventionList extends NewestFirst<InterventionFilter, Raw, InterventionRow> {
  constructor(uow: UnitOfWork) {
    super(uow, INTERVENTIONS);
  }
}

/** What waits for a person now: however much comes in, the oldest need is the first that is seen. */
@Injectable()
export class OpenInterventions extends OldestFirst<
  Omit<InterventionFilter, 'state' | 'opened'>,
  Raw,
  InterventionRow
> {
  constructor(uow: UnitOfWork) {
    super(uow, {
      ...INTERVENTIONS,
      ways: (filter) => INTERVENTIONS.ways!({ ...filter, state: 'open' }),
      rest: (filter) => INTERVENTIONS.rest!({ ...filter, state: 'open' }),
    });
  }
}
