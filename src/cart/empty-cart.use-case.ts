import { Injectable } from '@nestjs/common';
import { CartChange, type CartCommand } from './cart-change.js';
import { removeLines } from './cart-lines.sql.js';
import type { CartDto } from './cart.dto.js';

/** Takes everything out. */
@Injectable()
export class EmptyCart {
  constructor(private readonly cart: CartChange) {}

  run(command: CartCommand): Promise<CartDto> {
    return this.cart.run(command, (tx) => removeLines(tx, command.customerId));
  }
}
