import { Injectable } from '@nestjs/common';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { CartChange, type CartCommand } from './cart-change.js';
import { addLines, type LineToAdd } from './cart-lines.sql.js';
import type { CartDto } from './cart.dto.js';
import { MAX_QUANTITY } from './domain/limits.js';

/** Adds to what is in the cart. 404 `product_not_found`; 400 `validation_failed` beyond 999 of one product. */
@Injectable()
export class AddToCart {
  constructor(private readonly cart: CartChange) {}

  run({ productId, quantity, ...command }: CartCommand & LineToAdd): Promise<CartDto> {
    return this.cart.run(command, async (tx) => {
      const added = await addLines(tx, command.customerId, [{ productId, quantity }], 'refuse');
      if (added.sold.length === 0) throw new DomainError('product_not_found');
      if (added.written.length === 0) throw new DomainError('validation_failed', { errors: [TOO_MANY] });
    });
  }

  /**
   * Adds what an earlier order had, for its customer to buy again: what is not sold any more, or sold out, is left out,
   * and of one product there are at most 999. Answers with the cart. Inside the caller's transaction, before it locks anything else.
   */
  async addLines(tx: Transaction, customerId: string, lines: readonly LineToAdd[]): Promise<CartDto> {
    await addLines(tx, customerId, lines, 'cap');
    return this.cart.outcome(tx, customerId);
  }
}

const TOO_MANY = {
  field: 'quantity',
  message: `the cart would hold more than ${MAX_QUANTITY} of this product`,
};
