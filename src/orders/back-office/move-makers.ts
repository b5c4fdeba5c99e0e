import { Injectable } from '@nestjs/common';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import type { Claim } from '../../shared/idempotency.js';
import { DomainError } from '../../shared/problem.js';
import { AdjustOrder } from '../adjust-order.use-case.js';
import { CancelItems } from '../cancel-items.use-case.js';
import { CancelOrder } from '../cancel-order.use-case.js';
import { CorrectParcel } from '../correct-parcel.use-case.js';
import { DecideReturn } from '../decide-return.use-case.js';
import { DeliverOrder } from '../deliver-order.use-case.js';
import { OrderQueries } from '../order.queries.js';
import { PrepareOrder } from '../prepare-order.use-case.js';
import { ReceiveReturn } from '../receive-return.use-case.js';
import { RequestRefund } from '../request-refund.use-case.js';
import { RequestReturn } from '../request-return.use-case.js';
import { readReturn } from '../returns.sql.js';
import { ShipOrder } from '../ship-order.use-case.js';
import { AskGateway, type GatewaySaid } from './ask-gateway.use-case.js';
import { NO_REASON, refuseMalformed } from './checked-move.js';
import { HastenCaptures } from './hasten-captures.use-case.js';
import type { Move, MoveInputs, MoveName } from './moves.js';

/** What every use case takes beside the input of its move. */
export interface Making {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  readonly reason: string;
  readonly expectedVersion: number | undefined;
  readonly claim?: Claim;
}

type Maker<M extends MoveName> = (making: Making, input: MoveInputs[M]) => Promise<unknown>;

/** Which use case makes which move. */
@Injectable()
export class MoveMakers {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: OrderQueries,
    private readonly prepareOrder: PrepareOrder,
    private readonly shipOrder: ShipOrder,
    private readonly correctParcel: CorrectParcel,
    private readonly deliverOrder: DeliverOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly cancelItems: CancelItems,
    private readonly requestRefund: RequestRefund,
    private readonly requestReturn: RequestReturn,
    private readonly decideReturn: DecideReturn,
    private readonly receiveReturn: ReceiveReturn,
    private readonly adjustOrder: AdjustOrder,
    private readonly askGateway: AskGateway,
    private readonly hastenCaptures: HastenCaptures,
  ) {}

  /** What the gateway said, where it was asked. Refuses as the use case does; 400 `validation_failed`. */
  async make(wish: Move, making: Making): Promise<GatewaySaid | undefined> {
    refuseMalformed(wish);
    const { move, input } = wish;
    if (move === 'ask_gateway') return this.askGateway.run(making);
    await (this.makers[move] as Maker<MoveName>)(making, input);
    return undefined;
  }

  private readonly makers: { readonly [M in Exclude<MoveName, 'ask_gateway'>]: Maker<M> } = {
    prepare: (making) => this.prepareOrder.run(making),
    ship: (making, input) => this.shipOrder.run({ ...making, ...input }),
    correct_parcel: (making, input) => this.correctParcel.run({ ...making, ...input }),
    deliver: (making, { parcelId, deliveredAt }) =>
      this.deliverOrder.run({
        ...making,
        parcelId,
        deliveredAt: deliveredAt === undefined ? undefined : new Date(deliveredAt),
      }),
    cancel: ({ reason: staffReason, ...making }) => this.cancelOrder.run({ ...making, staffReason }),
    cancel_items: ({ reason: staffReason, ...making }, { items }) =>
      this.cancelItems.run({ ...making, items, staffReason }),
    refund: ({ reason: staffReason, ...making }, { reasonForCustomer: reason = NO_REASON, ...wish }) =>
      this.requestRefund.run({ ...making, ...wish, reason, staffReason }),
    request_return: ({ reason: staffReason, ...making }, { items, reasonForCustomer: reason = NO_REASON }) =>
      this.requestReturn.run({ ...making, items, reason, staffReason }),
    decide_return: async (making, { returnId, decision, note }) => {
      await this.refuseOthers(making, returnId);
      return this.decideReturn.run({ ...making, returnId, event: decision, note });
    },
    receive_return: async (making, { returnId, items }) => {
      await this.refuseOthers(making, returnId);
      return this.receiveReturn.run({ ...making, returnId, items });
    },
    adjust: (making, input) => this.adjustOrder.run({ ...making, ...input }),
    send_capture: (making) => this.hastenCaptures.run(making),
  };

  /** A return of this order and no other. 404 `return_not_found`. */
  private async refuseOthers({ actor, orderNumber }: Making, returnId: string): Promise<void> {
    const back = await readReturn(this.uow.db, returnId);
    if (back.order_id === (await this.queries.orderIdFor(actor, orderNumber))) return;
    throw new DomainError('return_not_found');
  }
}
