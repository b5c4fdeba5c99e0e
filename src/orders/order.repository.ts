import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { isOrderNumber } from './order-number.js';
import { Order } from './domain/order.entity.js';

/** Loads orders for writing. */
@Injectable()
export class OrderRepository {
  /** The order, locked until the unit ends. 404 `order_not_found`. */
  async getForUpdate(tx: Transaction, number: string): Promise<Order> {
    const order = isOrderNumber(number)
      ? await tx.em.findOne(Order, { number }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (!order) throw new DomainError('order_not_found');
    return order;
  }
}
