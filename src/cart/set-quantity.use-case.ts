import { Injectable } from '@nestjs/common';
import { isProductId } from '../catalogue/index.js';
import { DomainError } from '../shared/problem.js';
import { CartChange, type CartCommand } from './cart-change.js';
import { type LineToAdd, setLine } from './cart-lines.sql.js';
import type { CartDto } from './cart.dto.js';
import { RemoveFromCart } from './remove-from-cart.use-case.js';

/** Sets how many there shall be; 0 removes. 404 `product_not_found` for what is not sold. */
@Injectable()
export class SetQuantity {
  constructor(
    private readonly cart: CartChange,
    private readonly removeFromCart: RemoveFromCart,
  ) {}

  async run({ productId, quantity, ...command }: CartCommand & LineToAdd): Promise<CartDto> {
    if (quantity === 0) return this.removeFromCart.run({ productId, ...command });
    return this.cart.run(command, async (tx) => {
      const sold = isProductId(productId) && (await setLine(tx, command.customerId, { productId, quantity }));
      if (!sold) throw new DomainError('product_not_found');
    });
  }
}
