import { Injectable } from '@nestjs/common';
import { ChangeStock, type StockCommand } from './change-stock.js';

/** Units are broken, lost or spoilt. 409 `stock_is_held` for those that orders hold. */
@Injectable()
export class WriteOffStock {
  constructor(private readonly stock: ChangeStock) {}

  run(command: StockCommand & { readonly quantity: number; readonly reason: string }): Promise<void> {
    return this.stock.run('stock.written_off', command, () => ({
      move: 'write_off',
      quantity: command.quantity,
    }));
  }
}
