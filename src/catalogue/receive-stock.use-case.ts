import { Injectable } from '@nestjs/common';
import { ChangeStock, type StockCommand } from './change-stock.js';

/** Units have come from a supplier. */
@Injectable()
export class ReceiveStock {
  constructor(private readonly stock: ChangeStock) {}

  run(command: StockCommand & { readonly quantity: number }): Promise<void> {
    return this.stock.run('stock.received', command, () => ({ move: 'receive', quantity: command.quantity }));
  }
}
