import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../../shared/idempotency.js';
import { DomainError } from '../../shared/problem.js';
import { CloseAttempt } from '../close-attempt.use-case.js';
import { OrderQueries } from '../order.queries.js';
import type { AttemptRow } from '../order-row.js';
import { type LockedOrder, lockOrder } from '../settle.sql.js';
import { because, refuseStale, type StaffWord } from '../staff-word.js';

export interface AskGatewayCommand extends StaffWord {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  readonly claim?: Claim;
}

/** What the gateway said of the payment: news that was settled, nothing that was not known, or nothing at all. */
export type GatewaySaid = 'settled' | 'nothing_new' | 'no_answer';

/** Somebody asks now what became of an order's open payment. Nothing is ended; what is said goes through settle. */
@Injectable()
export class AskGateway {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
  ) {}

  /** 404 `order_not_found`; 409 `nothing_to_ask` where no payment is open. */
  async run(command: AskGatewayCommand): Promise<GatewaySaid> {
    const { actor, orderNumber, claim, reason } = command;
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const { order, attempt } = await this.uow.run(async (tx) => {
      const locked = await lockOrder(tx, orderId);
      await refuseStale(tx, locked.order, command);
      const open = openPayment(locked);
      await takeClaim(tx, claim, orderId);
      await this.tell(tx, locked, open, { actor, reason });
      return { order: locked.order, attempt: open };
    });
    const heard = await this.closeAttempt.hear(order, attempt, actor);
    return typeof heard === 'string' ? heard : 'settled';
  }

  /** That somebody asked, whatever the answer is; the answer leaves traces of its own. */
  private tell(
    tx: Transaction,
    { order }: LockedOrder,
    { id: attemptId }: AttemptRow,
    { actor, reason }: { actor: Actor; reason?: string },
  ): Promise<void> {
    return this.recorder.record(tx, {
      events: [],
      audit: {
        action: 'order.ask_gateway',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { attemptId, ...because(reason) },
      },
    });
  }
}

/** 409 `nothing_to_ask`. */
export function openPayment({ order, openAttempt }: LockedOrder): AttemptRow {
  if (openAttempt) return openAttempt;
  throw new DomainError('nothing_to_ask', { orderId: order.number, orderStatus: order.status });
}
