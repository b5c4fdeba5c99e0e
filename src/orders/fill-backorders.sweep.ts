import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { invariant } from '../shared/assert.js';
import { SYSTEM } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { planBackorder } from './domain/backorder.js';
import type { OrderRow } from './order-row.js';
import { lockOrder, writePlan } from './settle.sql.js';

const PAGE = 50;

/** Gives units that have come in to the paid orders that are owed them, the oldest first. */
@Injectable()
export class FillBackorders implements Sweep {
  readonly name = 'backorders';

  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  async sweep(): Promise<number> {
    const { rows } = await sql<{ id: string }>`
      select o.id from orders o
      where o.id in (
          select l.order_id from order_lines l join stock s on s.product_id = l.product_id
          where l.backordered > 0 and s.on_hand > s.held)
        and o.status in ('confirmed', 'processing')
      order by o.created_at, o.id limit ${PAGE}`.execute(this.uow.db);
    let filled = 0;
    // One after the other: the younger one gets what the older one leaves.
    for (const { id } of rows) filled += await this.uow.run((tx) => this.fill(tx, id));
    return filled === PAGE ? PAGE : 0;
  }

  private async fill(tx: Transaction, orderId: string): Promise<number> {
    const { order } = await lockOrder(tx, orderId);
    if (order.status !== 'confirmed' && order.status !== 'processing') return 0;
    const plan = planBackorder(order, await availableFor(tx, order), SYSTEM);
    if (!plan) return 0;
    invariant(await writePlan(tx, order, null, plan), 'units that were locked are there');
    await this.recorder.announce(tx, plan.traces.events);
    return 1;
  }
}

/** Locked in the order of product ids, so that what is read is there when it is taken. */
async function availableFor(tx: Transaction, order: OrderRow): Promise<Map<string, number>> {
  const owed = order.lines.filter((line) => line.backordered > 0).map((line) => line.product_id);
  const { rows } = await sql<{ productId: string; available: number }>`
    select product_id as "productId", on_hand - held as available from stock
    where product_id = any(${owed}) order by product_id for no key update`.execute(tx.db);
  return new Map(rows.map(({ productId, available }) => [productId, available]));
}
