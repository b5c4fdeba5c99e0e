import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { type Sweep, Sweeper } from '../shared/events/sweeper.js';

const PAGE = 50;

const IS_LOW = sql`coalesce(on_hand - held <= low_at, false)`;

/**
 * Tells once that few of a product are left, and again only after there were more: the hold that takes the last unit
 * does not wait for it. Each product is changed alone, so that no two locks of stock are ever held here.
 */
@Injectable()
export class NoticeLowStock implements Sweep {
  readonly name = 'low-stock';
  readonly everySeconds = 5;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const { rows } = await sql<{ productId: string }>`
      select product_id as "productId" from stock where ${IS_LOW} <> (low_since is not null)
      order by product_id limit ${PAGE}`.execute(this.uow.db);
    for (const { productId } of rows) await this.notice(productId);
    return rows.length === PAGE ? PAGE : 0;
  }

  private notice(productId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const { rows } = await sql<{ isLow: boolean; available: number; lowAt: number }>`
        update stock set low_since = case when ${IS_LOW} then now() end
        where product_id = ${productId} and ${IS_LOW} <> (low_since is not null)
        returning low_since is not null as "isLow", on_hand - held as available, low_at as "lowAt"`.execute(
        tx.db,
      );
      if (!rows[0]?.isLow) return;
      const { available, lowAt } = rows[0];
      const data = { productId, available, lowAt };
      const event = newEvent({
        type: 'stock.low',
        orderId: null,
        customerId: null,
        productId,
        actor: SYSTEM.kind,
        data,
      });
      await this.recorder.record(tx, {
        events: [event],
        audit: {
          action: 'stock.low',
          outcome: 'done',
          actor: SYSTEM,
          subject: { kind: 'product', id: productId },
          facts: data,
        },
      });
    });
  }
}
