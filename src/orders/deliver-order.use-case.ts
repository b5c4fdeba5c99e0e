import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type MoveCommand, MoveOrder } from './move-order.js';

/** Everything of a shipped order has arrived. 409 `transition_not_allowed` from any other status. */
@Injectable()
export class DeliverOrder {
  constructor(private readonly moveOrder: MoveOrder) {}

  run(command: MoveCommand): Promise<void> {
    return this.moveOrder.run('order.deliver', command, async (order, tx) => {
      const moved = order.delivered();
      await sql`update parcels set delivered_at = now() where order_id = ${order.id} and delivered_at is null`.execute(
        tx.db,
      );
      return [{ type: 'order.delivered', data: { ...moved } }];
    });
  }
}
