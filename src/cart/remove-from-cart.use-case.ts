import { Injectable } from '@nestjs/common';
import { isProductId } from '../catalogue/index.js';
import { CartChange, type CartCommand } from './cart-change.js';
import { removeLines } from './cart-lines.sql.js';
import type { CartDto } from './cart.dto.js';

/** Takes a product out. What is not in the cart is already out. */
@Injectable()
export class RemoveFromCart {
  constructor(private readonly cart: CartChange) {}

  run({ productId, ...command }: CartCommand & { readonly productId: string }): Promise<CartDto> {
    return this.cart.run(command, async (tx) => {
      if (isProductId(productId)) await removeLines(tx, command.customerId, productId);
    });
  }
}
