import { Injectable } from '@nestjs/common';
import { AuditList, type AuditRow } from '../../audit/back-office/index.js';
import { OrderList, type OrderListRow } from '../../orders/back-office/index.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { MOST_LISTED } from '../../shared/lists/list.js';
import { DomainError } from '../../shared/problem.js';
import { type OrderFacts, orderFacts } from './order-facts.sql.js';
import { type AboutOrder, OrderLists } from './order-lists.js';

export interface OrderPageView extends OrderFacts, AboutOrder {
  readonly order: OrderListRow;
  readonly audit: readonly AuditRow[];
}

/** More of a kind than an order comes to; the lists show the rest. */
const PAGE = { limit: MOST_LISTED };

/**
 * Everything about one order. What is listed elsewhere is told by that list, so that a row says the same wherever it
 * stands; the rest is one statement. All of them at once, each by an index of the order's.
 */
@Injectable()
export class OrderPage {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: OrderList,
    private readonly lists: OrderLists,
    private readonly audit: AuditList,
  ) {}

  /** By inner id; people are masked. 404 `order_not_found`. */
  async get(orderId: string): Promise<OrderPageView> {
    const order = await this.orders.find(orderId);
    if (!order) throw new DomainError('order_not_found');
    const [facts, about, audit] = await Promise.all([
      orderFacts(this.uow.db, orderId),
      this.lists.about(orderId, PAGE),
      this.audit.list({ subjectId: order.number }, PAGE),
    ]);
    return { order, ...facts, ...about, audit: audit.rows };
  }
}
