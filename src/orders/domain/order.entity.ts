import { defineEntity, p } from '@mikro-orm/core';
import { DomainError } from '../../shared/problem.js';
import { type Moved, movesTo, type OrderFacts } from './order-status.js';
import { ORDER_STATUSES, type OrderEvent, type OrderStatus, orderStates } from './order-states.js';

const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  properties: {
    id: p.uuid().primary(),
    number: p.string(),
    customerId: p.uuid(),
    status: p.enum(ORDER_STATUSES).$type<OrderStatus>(),
    updatedAt: p.datetime().onUpdate(() => new Date()),
  },
});

/**
 * The order as people and carriers move it after it is paid, along the status table. Payment, cancellation and expiry move
 * it in one statement with money and stock instead, by the same table.
 */
export class Order extends OrderSchema.class {
  preparationStarted(): Moved {
    return this.move('preparation_started');
  }

  /** Moves the order to where its parcels put it; the moves, for the timeline. Nothing ever moves it back. */
  follow(facts: OrderFacts): Moved[] {
    const moves = movesTo(this.status, facts);
    this.status = moves.at(-1)?.to ?? this.status;
    return moves;
  }

  /** Refuses with 409 `transition_not_allowed` unless the event may happen now. Changes nothing. */
  mustAllow(event: OrderEvent): OrderStatus {
    const to = orderStates.after(this.status, event);
    if (!to) throw this.refusing(event);
    return to;
  }

  /** 409 `transition_not_allowed`: the event cannot happen now. */
  refusing(event: OrderEvent): DomainError {
    return new DomainError('transition_not_allowed', {
      orderId: this.number,
      orderStatus: this.status,
      event,
    });
  }

  private move(event: OrderEvent): Moved {
    const moved = { from: this.status, to: this.mustAllow(event) };
    this.status = moved.to;
    return moved;
  }
}
OrderSchema.setClass(Order);
