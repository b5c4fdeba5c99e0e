import { Injectable } from '@nestjs/common';
import { AddToCart, type CartDto, CartQueries } from '../cart/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { OrderQueries } from './order.queries.js';

/** Puts what an order had into the cart again, as far as it is still sold and not sold out, at today's prices. */
@Injectable()
export class ReorderItems {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: OrderQueries,
    private readonly carts: CartQueries,
    private readonly addToCart: AddToCart,
  ) {}

  /** 404 `order_not_found`. */
  async run(command: {
    customer: Actor & { readonly id: string };
    orderNumber: string;
    claim?: Claim;
  }): Promise<CartDto> {
    const { customer, orderNumber, claim } = command;
    const orderId = await this.queries.orderIdFor(customer, orderNumber);
    const { order } = await this.queries.lastAttempt(orderId);
    if (claim?.resumes) return this.carts.readCart(this.uow.db, customer.id);
    const lines = order.lines.map((line) => ({ productId: line.product_id, quantity: line.quantity }));
    return this.uow.run(async (tx) => {
      const cart = await this.addToCart.addLines(tx, customer.id, lines);
      await takeClaim(tx, claim, order.id);
      return cart;
    });
  }
}
