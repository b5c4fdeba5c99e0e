import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { BY_ID, equals, isoTime, type ListPlan, madeWithin, oneOf } from '../../shared/lists/list-plan.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

export interface EventFilter {
  readonly types?: readonly string[] | undefined;
  readonly actor?: Actor['kind'] | undefined;
  readonly orderId?: string | undefined;
  readonly occurred?: TimeSpan | undefined;
}

export interface EventListRow {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly position: string;
  readonly actor: Actor['kind'];
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly productId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: string;
}

type Raw = Omit<EventListRow, 'eventId'>;

const EVENTS: ListPlan<EventFilter, Raw, EventListRow> = {
  table: 'events',
  alias: 'e',
  order: BY_ID,
  ways: ({ orderId, occurred }) => {
    const span = madeWithin('e.id', 'e.occurred_at', occurred) ?? sql`true`;
    // An order has some dozens: chosen by their index, put in order after.
    return orderId === undefined
      ? [span]
      : [
          sql`e.id = any(array(select id from events where ${equals('order_id', orderId, 'uuid')}
          order by occurred_at desc, id desc limit 5000)) and ${span}`,
        ];
  },
  rest: ({ types, actor }) => [oneOf('e.type', types), equals('e.actor', actor)],
  columns: sql`
    e.id, e.type, e.position::text as position, e.actor, e.order_id as "orderId", o.number as "orderNumber",
    e.product_id as "productId", e.data, ${isoTime('e.occurred_at')} as "occurredAt"`,
  joins: sql`left join orders o on o.id = e.order_id`,
  view: (row) => ({ ...row, eventId: publicId('evt', row.id) }),
};

/** Everything that became true. */
@Injectable()
export class EventList extends NewestFirst<EventFilter, Raw, EventListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, EVENTS);
  }
}
