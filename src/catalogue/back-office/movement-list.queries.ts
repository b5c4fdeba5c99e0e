import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { byTime, equals, isoTime, type ListPlan, oneOf, within } from '../../shared/lists/list-plan.js';
import type { TimeSpan } from '../../shared/lists/list.js';
import { NewestFirst } from '../../shared/lists/newest-first.js';

type MovementKind = 'received' | 'held' | 'released' | 'sold' | 'returned' | 'written_off' | 'corrected';

export interface MovementFilter {
  readonly productId: string;
  readonly kinds?: readonly MovementKind[] | undefined;
  readonly occurred?: TimeSpan | undefined;
}

/** A row of the stock's ledger. */
export interface MovementListRow {
  readonly id: string;
  readonly productId: string;
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly heldDelta: number;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly occurredAt: string;
}

const MOVEMENTS: ListPlan<MovementFilter, MovementListRow> = {
  table: 'stock_movements',
  alias: 'm',
  order: byTime('occurred_at'),
  ways: ({ productId, occurred }) => [
    sql`${equals('m.product_id', productId)} and ${within('m.occurred_at', occurred) ?? sql`true`}`,
  ],
  rest: ({ kinds }) => [oneOf('m.kind', kinds)],
  columns: sql`
    m.id, m.product_id as "productId", m.kind, m.on_hand_delta as "onHandDelta", m.held_delta as "heldDelta",
    m.order_id as "orderId", m.order_number as "orderNumber", m.actor, m.reason, ${isoTime('m.occurred_at')} as "occurredAt"`,
};

/** Every unit of a product that came or went. */
@Injectable()
export class MovementList extends NewestFirst<MovementFilter, MovementListRow> {
  constructor(uow: UnitOfWork) {
    super(uow, MOVEMENTS);
  }
}
