import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { newId, publicId } from '../shared/ids.js';
import { planReturnRequest } from './domain/return-request.js';
import { unitsOfLines } from './line-units.sql.js';
import type { OrderPlan } from './order-plan.js';
import type { OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import type { ReturnRow } from './return-row.js';
import { readReturn, returnsOf } from './returns.sql.js';
import { lockOrder, writePlan } from './settle.sql.js';
import { explained, refuseStale } from './staff-word.js';

export interface RequestReturnCommand {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  readonly items: readonly Units[];
  readonly reason: string;
  /** For the audit instead of it: no customer sees it. */
  readonly staffReason?: string;
  /** The state of the order that was seen; absent: whatever it is now. */
  readonly expectedVersion?: number;
  readonly claim?: Claim;
}

/** Asks to send back what has arrived. */
@Injectable()
export class RequestReturn {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
  ) {}

  /** 404 `order_not_found`; 409 `units_not_returnable` with the figures. */
  async run(command: RequestReturnCommand): Promise<ReturnRow> {
    const { actor, orderNumber, claim } = command;
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    // A claim that stands was committed with its return, a minute ago.
    if (claim?.resumes) return (await returnsOf(this.uow.db, orderId)).at(-1)!;
    const id = newId();
    await this.uow.run(async (tx) => {
      const { order } = await lockOrder(tx, orderId);
      await refuseStale(tx, order, command);
      const plan = await this.plan(tx, order, id, command);
      await takeClaim(tx, claim, orderId);
      await writePlan(tx, order, null, plan);
      await this.recorder.announce(tx, plan.traces.events);
    });
    return readReturn(this.uow.db, publicId('ret', id));
  }

  /** What it would write. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    order: OrderRow,
    id: string,
    { actor, items: units, reason, staffReason = reason }: RequestReturnCommand,
  ): Promise<OrderPlan> {
    const lines = await unitsOfLines(tx, order.id, this.config.RETURN_WINDOW_DAYS);
    const plan = planReturnRequest(order, lines, { id, units, reason, actor });
    return explained(plan, actor.kind === 'admin' ? staffReason : undefined);
  }
}
