import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type DomainEvent, type EventType, newEvent } from '../shared/events/event.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import type { Order } from './domain/order.entity.js';
import { eventOf, type Moved } from './domain/order-status.js';
import { OrderRepository } from './order.repository.js';
import { because, refuseStale, type StaffWord } from './staff-word.js';

export interface MoveCommand extends StaffWord {
  readonly actor: Actor;
  readonly orderNumber: string;
  readonly claim?: Claim;
}

/** What a move tells: the event that goes into the timeline, and its facts. */
export interface Told {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What moves of an order tell. */
export const followed = (moves: readonly Moved[]): Told[] =>
  moves.map((moved) => ({ type: eventOf(moved), data: { ...moved } }));

/** The frame of every move by a person or a carrier: lock the order, take the claim, move, leave the traces; one commit. */
@Injectable()
export class MoveOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: OrderRepository,
    private readonly recorder: Recorder,
  ) {}

  /** Whether anything happened: a move that has nothing to tell leaves no trace. */
  async run(
    action: string,
    { actor, orderNumber, claim, ...word }: MoveCommand,
    move: (order: Order, tx: Transaction) => Promise<readonly Told[]> | readonly Told[],
  ): Promise<boolean> {
    // A claim that stands was committed with its effect: there is nothing left to do.
    if (claim?.resumes) return false;
    return this.uow.run(async (tx) => {
      const order = await this.orders.getForUpdate(tx, orderNumber);
      await refuseStale(tx, order, word);
      await takeClaim(tx, claim, order.id);
      const told = await move(order, tx);
      if (told.length === 0) return false;
      const events: DomainEvent[] = told.map(({ type, data }) =>
        newEvent({ type, data, orderId: order.id, customerId: order.customerId, actor: actor.kind }),
      );
      await this.recorder.record(tx, {
        events,
        audit: {
          action,
          outcome: 'done',
          actor,
          subject: { kind: 'order', id: order.number },
          facts: {
            status: order.status,
            told: told.map(({ type, data }) => ({ event: type, ...data })),
            ...because(word.reason),
          },
        },
      });
      return true;
    });
  }
}
