import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { moveStock } from '../catalogue/index.js';
import { CONFIG, type Config } from '../config.js';
import { invariant } from '../shared/assert.js';
import { inOneStatement } from '../shared/database/one-statement.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import { newId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { planReceipt, type ReceiptPlan, type ReceivedItem } from './domain/return-moves.js';
import { unitsGivenBack, unitsOfLines } from './line-units.sql.js';
import { MoveReturn, type MoveReturnCommand } from './move-return.js';
import type { OrderRow } from './order-row.js';
import type { ReturnRow } from './return-row.js';
import { SendRefund } from './send-refund.use-case.js';
import type { LockedOrder } from './settle.sql.js';

export interface ReceiveReturnCommand extends MoveReturnCommand {
  /** Absent: everything, fit for sale. */
  readonly items?: readonly ReceivedItem[];
}

/** How soon to ask again while a parcel's money is being taken. */
const CAPTURE_TAKES_SECONDS = 5;

/** Goods have come back: stock, write-off and refund in one commit; then the refund is sent. */
@Injectable()
export class ReceiveReturn {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly moveReturn: MoveReturn,
    private readonly sendRefund: SendRefund,
  ) {}

  /**
   * 404 `return_not_found`; 409 `return_not_in_that_state`, `payment_outcome_pending` while the money for what has come
   * back is still being taken; 400 `validation_failed` for more than was announced.
   */
  async run(command: ReceiveReturnCommand): Promise<ReturnRow> {
    const refundId = newId();
    let writtenOff: readonly Units[] = [];
    const received = await this.moveReturn.run(
      command,
      async (tx, locked, back) => {
        const receipt = await this.plan(tx, locked, back, refundId, command);
        writtenOff = receipt.writtenOff;
        return receipt.plan;
      },
      (tx, { order }) => writeOff(tx, order, writtenOff, command),
    );
    if (received.refund_id) await this.sendRefund.runOnce(received.refund_id);
    return received;
  }

  /** What it would write. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    { order, paidAttempt }: LockedOrder,
    back: ReturnRow,
    refundId: string,
    { items, actor }: Pick<ReceiveReturnCommand, 'items' | 'actor'>,
  ): Promise<ReceiptPlan> {
    const facts = {
      lines: await unitsOfLines(tx, order.id),
      givenBack: await unitsGivenBack(tx, order.id),
    };
    const { ATTEMPT_DEADLINE_SECONDS: deadlineSeconds } = this.config;
    const receipt = planReceipt(order, paidAttempt, back, facts, {
      items,
      actor,
      refundId,
      deadlineSeconds,
    });
    if (back.carries_refund && (await isBeingTaken(tx, order.id))) {
      const retryAfterSeconds = CAPTURE_TAKES_SECONDS;
      throw new DomainError('payment_outcome_pending', { orderId: order.number, retryAfterSeconds });
    }
    return receipt;
  }
}

/** What is refundable is known only when no capture is on its way. */
async function isBeingTaken(tx: Transaction, orderId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from captures where order_id = ${orderId} and status = 'pending' and amount_minor > 0 limit 1`.execute(
    tx.db,
  );
  return rows.length > 0;
}

/** A statement of its own: the row of stock that the first has changed is changed again. */
async function writeOff(
  tx: Transaction,
  order: OrderRow,
  units: readonly Units[],
  { actor, returnId }: ReceiveReturnCommand,
): Promise<void> {
  if (units.length === 0) return;
  const cause = { actor: actor.kind, order, reason: returnId };
  const { rows } = await inOneStatement<{ moved: number }>(
    moveStock('write_off', units, cause),
    sql`select count(*)::int as moved from moved`,
  ).execute(tx.db);
  invariant(rows[0]!.moved === units.length, 'what was just booked in can be booked out');
}
