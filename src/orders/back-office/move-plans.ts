import { Injectable } from '@nestjs/common';
import type { Actor } from '../../shared/actor.js';
import type { Transaction } from '../../shared/database/unit-of-work.js';
import { newId } from '../../shared/ids.js';
import { DomainError, type ProblemCode } from '../../shared/problem.js';
import { publicId } from '../../shared/ids.js';
import { CancelItems } from '../cancel-items.use-case.js';
import { CancelOrder } from '../cancel-order.use-case.js';
import { pendingCaptures } from '../captures.sql.js';
import { CorrectParcel } from '../correct-parcel.use-case.js';
import { DeliverOrder } from '../deliver-order.use-case.js';
import { planAdjustment } from '../domain/adjustment-plan.js';
import { cancelEvent } from '../domain/cancellation.js';
import type { MoveOutline } from '../domain/move-effects.js';
import { unitsThere } from '../domain/order-units.js';
import { planReturnDecision } from '../domain/return-moves.js';
import type { OrderPlan } from '../order-plan.js';
import type { AttemptRow } from '../order-row.js';
import { OrderRepository } from '../order.repository.js';
import { ReceiveReturn } from '../receive-return.use-case.js';
import { RequestRefund } from '../request-refund.use-case.js';
import { RequestReturn } from '../request-return.use-case.js';
import type { ReturnRow } from '../return-row.js';
import { readReturn } from '../returns.sql.js';
import type { LockedOrder } from '../settle.sql.js';
import { ShipOrder } from '../ship-order.use-case.js';
import { openPayment } from './ask-gateway.use-case.js';
import { refuseMalformed } from './checked-move.js';
import { refuseNone } from './hasten-captures.use-case.js';
import type { Move, MoveInputs, MoveName } from './moves.js';

/** A move as its use case would make it, on an order that is locked. */
export interface PlannedMove {
  readonly outline: MoveOutline;
  /** The payment whose money moves. */
  readonly attempt: AttemptRow | null;
  /** Where an open payment is ended first, and that cannot be decided: what happens instead. */
  readonly ifUndecided?: MoveOutline | { readonly code: ProblemCode };
}

export interface PlanningContext {
  readonly tx: Transaction;
  readonly locked: LockedOrder;
  readonly actor: Actor & { readonly id: string };
  readonly reason: string;
}

type Planner<M extends MoveName> = (
  context: PlanningContext,
  input: MoveInputs[M],
) => Promise<PlannedMove> | PlannedMove;

/** The plan of each move, made by its use case's own planning: nothing here knows a rule of its own. */
@Injectable()
export class MovePlans {
  constructor(
    private readonly orders: OrderRepository,
    private readonly shipOrder: ShipOrder,
    private readonly correctParcel: CorrectParcel,
    private readonly deliverOrder: DeliverOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly cancelItems: CancelItems,
    private readonly requestRefund: RequestRefund,
    private readonly requestReturn: RequestReturn,
    private readonly receiveReturn: ReceiveReturn,
  ) {}

  /** Refuses with the codes of the use case. Writes nothing. */
  async of(context: PlanningContext, wish: Move): Promise<PlannedMove> {
    refuseMalformed(wish);
    const { move, input } = wish;
    const plan = this.planners[move] as Planner<MoveName>;
    return plan(context, input);
  }

  private readonly planners: { readonly [M in MoveName]: Planner<M> } = {
    prepare: async ({ tx, locked }) => {
      const order = await this.orders.getForUpdate(tx, locked.order.number);
      const to = order.mustAllow('preparation_started');
      const data = { from: order.status, to };
      return told(locked, { status: to, events: [{ type: 'order.processing', data }] });
    },
    ship: async ({ tx, locked }, input) => {
      const order = await this.orders.getForUpdate(tx, locked.order.number);
      const { parcel, capture, told: events } = await this.shipOrder.plan(tx, order, input);
      const sent = parcel.lines.map(({ productId, quantity }) => ({ productId, quantity }));
      return told(locked, { events, sent, newCapture: capture?.row });
    },
    correct_parcel: async ({ tx, locked }, input) => {
      const order = await this.orders.getForUpdate(tx, locked.order.number);
      const { told: events } = await this.correctParcel.plan(tx, order, input);
      return told(locked, { events });
    },
    deliver: async ({ tx, locked }, { parcelId, deliveredAt }) => {
      const order = await this.orders.getForUpdate(tx, locked.order.number);
      const at = deliveredAt === undefined ? undefined : new Date(deliveredAt);
      const { arrived, told: events } = await this.deliverOrder.plan(tx, order, {
        parcelId,
        deliveredAt: at,
      });
      return told(locked, { events, delivered: arrived.map(({ id }) => publicId('par', id)) });
    },
    cancel: (context) => this.cancellation(context),
    cancel_items: async (context, { items }) => {
      const { tx, locked, actor, reason } = context;
      const plan = await this.cancelItems.plan(tx, locked, newId(), { actor, items, reason });
      if (plan !== 'everything') return planned(locked, plan);
      return planned(locked, await this.cancelOrder.plan(tx, locked, 'cancelled', { actor, reason }));
    },
    refund: async ({ tx, locked, actor, reason }, wish) => {
      const { plan, attempt } = await this.requestRefund.plan(tx, locked, newId(), {
        actor,
        reason,
        ...wish,
      });
      return { ...planned(locked, plan), attempt };
    },
    request_return: async ({ tx, locked, actor, reason }, { items }) => {
      const command = { actor, items, reason, orderNumber: locked.order.number };
      return planned(locked, await this.requestReturn.plan(tx, locked.order, newId(), command));
    },
    decide_return: async ({ tx, locked, actor }, { returnId, decision, note }) => {
      const back = await returnOf(tx, locked, returnId);
      return planned(locked, planReturnDecision(locked.order, back, decision, note ?? null, actor));
    },
    receive_return: async ({ tx, locked, actor }, { returnId, items }) => {
      const back = await returnOf(tx, locked, returnId);
      const { plan, writtenOff } = await this.receiveReturn.plan(tx, locked, back, newId(), { actor, items });
      const { outline, attempt } = planned(locked, plan);
      return { outline: { ...outline, writtenOff }, attempt };
    },
    adjust: ({ locked, actor }, input) => {
      const { outline, attempt } = planned(locked, planAdjustment(locked.order, input, actor));
      if (!locked.openAttempt) return { outline, attempt };
      const { order } = locked;
      // A payment that fails frees what it held.
      const stock =
        order.hold === 'held' ? ({ move: 'release', units: unitsThere(order) } as const) : undefined;
      return {
        outline: endingFirst({ ...outline, stock }),
        attempt,
        ifUndecided: { code: 'payment_outcome_pending' },
      };
    },
    ask_gateway: ({ locked }) => {
      openPayment(locked);
      return told(locked, { events: [] });
    },
    send_capture: async ({ tx, locked }) => {
      const hastened = await pendingCaptures(tx.db, locked.order.id);
      refuseNone(locked, hastened);
      return told(locked, { events: [], hastened });
    },
  };

  private async cancellation({ tx, locked, actor, reason }: PlanningContext): Promise<PlannedMove> {
    const event = cancelEvent(locked.order, { actor, reason });
    const plan = (of: LockedOrder) => this.cancelOrder.plan(tx, of, event, { actor, reason });
    if (!locked.openAttempt) return planned(locked, await plan(locked));
    const ended = planned(locked, await plan({ ...locked, openAttempt: null }));
    const undecided = planned(locked, await plan(locked));
    return { ...ended, outline: endingFirst(ended.outline), ifUndecided: undecided.outline };
  }
}

const planned = ({ paidAttempt, openAttempt }: LockedOrder, plan: OrderPlan): PlannedMove => ({
  outline: { ...plan, events: plan.traces.events },
  attempt: paidAttempt ?? openAttempt,
});

/** Of a move that parcels make: the status is where its last event leads. */
function told({ paidAttempt }: LockedOrder, outline: MoveOutline): PlannedMove {
  const last = outline.events.findLast(({ data }) => data['to'] !== undefined);
  const status = last?.data['to'] as MoveOutline['status'];
  return { outline: { ...outline, ...(status && { status }) }, attempt: paidAttempt };
}

/** An open payment ends before the move. */
const endingFirst = (outline: MoveOutline): MoveOutline => ({
  ...outline,
  events: [{ type: 'payment.failed', data: {} }, ...outline.events],
});

/** A return of this order. 404 `return_not_found`. */
async function returnOf(tx: Transaction, { order }: LockedOrder, returnId: string): Promise<ReturnRow> {
  const back = await readReturn(tx.db, returnId);
  if (back.order_id === order.id) return back;
  throw new DomainError('return_not_found');
}
