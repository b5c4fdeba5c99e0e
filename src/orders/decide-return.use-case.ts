import { Injectable } from '@nestjs/common';
import { planReturnDecision } from './domain/return-moves.js';
import { MoveReturn, type MoveReturnCommand } from './move-return.js';
import type { ReturnRow } from './return-row.js';

export interface DecideReturnCommand extends MoveReturnCommand {
  readonly event: 'approved' | 'refused';
  /** Why it was refused. */
  readonly note?: string;
}

/** An admin says whether goods may come back. */
@Injectable()
export class DecideReturn {
  constructor(private readonly moveReturn: MoveReturn) {}

  /** 404 `return_not_found`, 409 `return_not_in_that_state`. */
  run(command: DecideReturnCommand): Promise<ReturnRow> {
    const { event, note = null, actor } = command;
    return this.moveReturn.run(command, (_, { order }, back) =>
      planReturnDecision(order, back, event, note, actor),
    );
  }
}
