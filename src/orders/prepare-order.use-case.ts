import { Injectable } from '@nestjs/common';
import { type MoveCommand, MoveOrder } from './move-order.js';

/** Somebody starts to prepare a confirmed order. 409 `transition_not_allowed` from any other status. */
@Injectable()
export class PrepareOrder {
  constructor(private readonly moveOrder: MoveOrder) {}

  async run(command: MoveCommand): Promise<void> {
    await this.moveOrder.run('order.prepare', command, (order) => [
      { type: 'order.processing', data: { ...order.preparationStarted() } },
    ]);
  }
}
