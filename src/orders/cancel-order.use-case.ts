import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import { invariant } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { newId, publicId } from '../shared/ids.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { type CancelEvent, cancelEvent, planCancellation } from './domain/cancellation.js';
import { unitsOfLines } from './line-units.sql.js';
import type { OrderPlan } from './order-plan.js';
import type { AttemptRow, OrderRow, RefundRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { SendRefund } from './send-refund.use-case.js';
import { type LockedOrder, lockOrder, writePlan } from './settle.sql.js';
import { explained, refuseStale } from './staff-word.js';

export interface CancelOrderCommand {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** Kept with the order, and shown with a return that it opens; an admin's goes into the audit too. */
  readonly reason?: string;
  /** Instead, for the audit alone. */
  readonly staffReason?: string;
  /** The state of the order that was seen; absent: whatever it is now, and a repeat is answered as the first time. */
  readonly expectedVersion?: number;
  readonly claim?: Claim;
}

export interface CancelledOrder {
  readonly order: OrderRow;
  readonly refundId: string | null;
  readonly refundStatus: RefundRow['status'] | null;
  /** What the cart held, where this call cleared it. */
  readonly clearedCart: readonly { readonly productId: string; readonly quantity: number }[] | null;
}

type Step =
  | { readonly kind: 'close'; readonly order: OrderRow; readonly attempt: AttemptRow }
  | {
      readonly kind: 'cancelled';
      readonly order: OrderRow;
      readonly clearedCart: CancelledOrder['clearedCart'];
    };

/**
 * Cancels an order: an open payment is closed first; a refund is allocated in the commit that cancels, and sent after
 * it. Twice is once: a repeat tells what the first one did.
 */
@Injectable()
export class CancelOrder {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
    private readonly sendRefund: SendRefund,
  ) {}

  /** 404 `order_not_found`, 409 `order_cannot_be_cancelled`. */
  async run(command: CancelOrderCommand): Promise<CancelledOrder> {
    const orderId = await this.queries.orderIdFor(command.actor, command.orderNumber);
    let step = await this.uow.run((tx) => this.cancel(tx, orderId, command, false));
    if (step.kind === 'close') {
      await this.closeAttempt.run(step.order, step.attempt, command.actor);
      step = await this.uow.run((tx) => this.cancel(tx, orderId, command, true));
    }
    invariant(step.kind === 'cancelled', 'a second turn closes nothing');
    const refund = await this.queries.cancellationRefund(orderId);
    const sent = refund?.status === 'pending' ? await this.sendRefund.runOnce(refund.id) : undefined;
    return {
      order: step.order,
      refundId: refund ? publicId('ref', refund.id) : null,
      refundStatus: sent?.status ?? refund?.status ?? null,
      clearedCart: step.clearedCart,
    };
  }

  private async cancel(
    tx: Transaction,
    orderId: string,
    command: CancelOrderCommand,
    closed: boolean,
  ): Promise<Step> {
    const locked = await lockOrder(tx, orderId);
    const { order, openAttempt } = locked;
    // What closing the payment has added to the story is our own doing.
    if (!closed) await refuseStale(tx, order, command);
    if (order.status === 'cancelled' && (closed || command.expectedVersion === undefined)) {
      // A repeat clears nothing; only one that finishes an earlier run tells what that one cleared.
      const clearedCart = command.claim?.resumes ? await cartClearedWith(tx, order.id) : null;
      return { kind: 'cancelled', order, clearedCart };
    }
    const { actor, reason = command.staffReason } = command;
    const event = cancelEvent(order, { actor, reason });
    if (openAttempt && !closed) return { kind: 'close', order, attempt: openAttempt };
    return { kind: 'cancelled', ...(await this.commit(tx, locked, event, command)) };
  }

  /** Cancels a locked order whose open payment, if it has one, cannot be closed now. */
  async commit(
    tx: Transaction,
    locked: LockedOrder,
    event: CancelEvent,
    command: CancelOrderCommand & { readonly refundId?: string },
  ): Promise<Pick<CancelledOrder, 'order' | 'clearedCart'>> {
    const { order } = locked;
    await takeClaim(tx, command.claim, order.id);
    // An order that was claimed came from a guest's cart, which is nobody's any more.
    const isOwn = command.actor.kind === 'customer' && command.actor.id === order.customer_id;
    const clearsCart = isOwn && this.config.CANCEL_CLEARS_CART;
    const clearedCart = clearsCart ? await cartOf(tx, order.customer_id) : null;
    const plan = await this.plan(tx, locked, event, { ...command, clearedCart });
    invariant(await writePlan(tx, order, locked.paidAttempt, plan), 'units of an order can be given back');
    await this.recorder.announce(tx, plan.traces.events);
    return { order: { ...order, ...plan.order }, clearedCart };
  }

  /** What it would write. The order is locked. */
  async plan(
    tx: Transaction,
    { order, openAttempt, paidAttempt, isEnding }: LockedOrder,
    event: CancelEvent,
    command: Pick<CancelOrderCommand, 'actor' | 'reason' | 'staffReason'> & {
      readonly refundId?: string;
      readonly clearedCart?: CancelledOrder['clearedCart'];
    },
  ): Promise<OrderPlan> {
    const units = order.hold === 'sold' ? await unitsOfLines(tx, order.id) : [];
    const isAdmin = command.actor.kind === 'admin';
    const plan = planCancellation(order, openAttempt, paidAttempt, units, {
      event,
      reason: isAdmin ? 'admin' : 'customer_request',
      note: command.reason ?? null,
      actor: command.actor,
      clearedCart: command.clearedCart ?? null,
      refundId: command.refundId ?? newId(),
      releaseId: isEnding ? null : newId(),
      returnId: newId(),
      deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
    });
    return explained(plan, isAdmin ? (command.staffReason ?? command.reason) : undefined);
  }
}

/** What the cart held when the order was cancelled, as its event tells. */
async function cartClearedWith(tx: Transaction, orderId: string): Promise<CancelledOrder['clearedCart']> {
  const { rows } = await sql<Pick<CancelledOrder, 'clearedCart'>>`
    select data -> 'clearedCart' as "clearedCart" from events where order_id = ${orderId} and type = 'order.cancelled'`.execute(
    tx.db,
  );
  return rows[0]?.clearedCart ?? null;
}

async function cartOf(
  tx: Transaction,
  customerId: string,
): Promise<{ productId: string; quantity: number }[]> {
  const { rows } = await sql<{ productId: string; quantity: number }>`
    select product_id as "productId", quantity from cart_lines where customer_id = ${customerId}
    order by added_at, product_id`.execute(tx.db);
  return rows;
}
