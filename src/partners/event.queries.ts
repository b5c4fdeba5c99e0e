import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { EventPositions } from '../shared/events/event-positions.js';
import { privateId } from '../shared/ids.js';
import { positionOfCursor, toCursor } from '../shared/page-cursor.js';
import { DomainError } from '../shared/problem.js';
import { typesOf } from './event-filter.js';
import type { EventListDto } from './events.dto.js';
import { type EventRow, publicEventOf } from './public-event.js';

export interface EventPage {
  readonly after?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly limit: number;
}

/** A request reads so many positions at most, however few of them are of the types that it wants. */
const STRETCH = 10_000n;

@Injectable()
export class EventQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly positions: EventPositions,
  ) {}

  async list({ after, types = ['*'], limit }: EventPage): Promise<EventListDto> {
    const from = after === undefined ? 0n : await this.positionOf(after);
    const settled = BigInt(await this.positions.settledUpTo());
    const end = settled < from + STRETCH ? settled : from + STRETCH;
    if (end <= from)
      return { events: [], pageInfo: { nextCursor: toCursor([from.toString()]), hasMore: false } };
    const { rows } = await sql<EventRow>`
      select e.id as event_id, e.type, e.position::text, e.occurred_at, o.number as order_number, e.product_id, e.data
      from events e left join orders o on o.id = e.order_id
      where e.position > ${from.toString()}::bigint and e.position <= ${end.toString()}::bigint
        and e.type = any(${typesOf(types)}::text[])
      order by e.position limit ${limit}`.execute(this.uow.db);
    const isFull = rows.length === limit;
    const readTo = isFull ? BigInt(rows.at(-1)!.position) : end;
    return {
      events: rows.map(publicEventOf),
      pageInfo: { nextCursor: toCursor([readTo.toString()]), hasMore: readTo < settled },
    };
  }

  private async positionOf(after: string): Promise<bigint> {
    if (!after.startsWith('evt_')) return positionOfCursor(after, 'after');
    const { rows } = await sql<{ position: string }>`
      select position::text from events where id = ${privateId('evt', after) ?? null}`.execute(this.uow.db);
    if (rows[0]) return BigInt(rows[0].position);
    const message = 'after must be a nextCursor of this list, or the id of an event';
    throw new DomainError('validation_failed', { errors: [{ field: 'after', message }] });
  }
}
