import { Injectable } from '@nestjs/common';
import { ChangeStock, type StockCommand } from './change-stock.js';

/**
 * Somebody has counted: on hand becomes what was counted, and the difference is a movement of its own. Counting what was
 * known writes nothing. 409 `stock_is_held` where fewer were counted than orders hold.
 */
@Injectable()
export class CorrectStock {
  constructor(private readonly stock: ChangeStock) {}

  run(command: StockCommand & { readonly counted: number; readonly reason: string }): Promise<void> {
    return this.stock.run('stock.corrected', command, ({ onHand }) =>
      command.counted >= onHand
        ? { move: 'count_more', quantity: command.counted - onHand }
        : { move: 'count_less', quantity: onHand - command.counted },
    );
  }
}
