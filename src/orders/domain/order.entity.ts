import { defineEntity, p } from '@mikro-orm/core';
import { DomainError } from '../../shared/problem.js';
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

/** What a move of the order was, for the timeline. */
export interface Moved {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
}

/**
 * The order as people move it after it is paid. Its methods are named as events; the status table decides. Payment,
 * cancellation and expiry move it in one statement with money and stock instead, by the same table.
 */
export class Order extends OrderSchema.class {
  preparationStarted(): Moved {
    return this.move('preparation_started');
  }

  handedToCarrier(): Moved {
    return this.move('handed_to_carrier');
  }

  delivered(): Moved {
    return this.move('delivered');
  }

  /** Refuses with 409 `transition_not_allowed` unless the event may happen now. Changes nothing. */
  mustAllow(event: OrderEvent): OrderStatus {
    const to = orderStates.after(this.status, event);
    if (!to)
      throw new DomainError('transition_not_allowed', {
        orderId: this.number,
        orderStatus: this.status,
        event,
      });
    return to;
  }

  private move(event: OrderEvent): Moved {
    const moved = { from: this.status, to: this.mustAllow(event) };
    this.status = moved.to;
    return moved;
  }
}
OrderSchema.setClass(Order);
