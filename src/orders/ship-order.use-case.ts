import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import { newId, publicId } from '../shared/ids.js';
import { carrierName, trackingUrlOf } from './domain/carriers.js';
import type { Order } from './domain/order.entity.js';
import { factsAfter, movesTo, type OrderFacts } from './domain/order-status.js';
import { type Parcel, packParcel } from './domain/parcel.js';
import { captureForParcel } from './domain/parcel-capture.js';
import { type AuthorizationFacts, lockAuthorization } from './captures.sql.js';
import { followed, type MoveCommand, MoveOrder, type Told } from './move-order.js';
import type { NewCapture } from './order-plan.js';
import type { OrderRow } from './order-row.js';
import { insertParcel, orderFacts, refuseUsedNumber, type Tracking, unshippedLines } from './parcels.sql.js';
import { SendCapture } from './send-capture.use-case.js';
import { insertCapture } from './settle.sql.js';

export interface ShipOrderCommand extends MoveCommand {
  readonly carrier: string;
  readonly trackingNumber: string;
  /** Absent: the carrier's page, where the carrier is one of the usual ones. */
  readonly trackingUrl?: string;
  /** Absent: everything that is there and has not been shipped. */
  readonly items?: readonly Units[];
}

/** A parcel as it would leave. */
interface PlannedParcel {
  readonly parcelId: string;
  readonly parcel: Parcel;
  readonly tracking: Tracking;
  /** Where money was promised, its share; `undefined` where there is nothing to take and nothing to let go. */
  readonly capture: { readonly order: OrderRow; readonly row: NewCapture } | undefined;
  /** What the status follows from, once it has left. */
  readonly facts: OrderFacts;
  readonly told: readonly Told[];
}

/** Hands a parcel to a carrier. The order is shipped when nothing of it is left to ship. */
@Injectable()
export class ShipOrder {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly moveOrder: MoveOrder,
    private readonly sendCapture: SendCapture,
  ) {}

  /**
   * 409 `transition_not_allowed`, `units_not_left_to_ship`, `tracking_number_used`; 400 `validation_failed` for products of
   * another order. Where the money was only promised, the parcel's share of it is allocated with the parcel and captured
   * after.
   */
  async run(command: ShipOrderCommand): Promise<void> {
    let captureId: string | undefined;
    await this.moveOrder.run('order.ship', command, async (order, tx) => {
      const { parcelId, parcel, tracking, capture, facts, told } = await this.plan(tx, order, command);
      const ids = { id: parcelId, orderId: order.id, customerId: order.customerId };
      await insertParcel(tx, ids, tracking, parcel);
      if (capture) await insertCapture(capture.order, capture.row).execute(tx.db);
      captureId = capture?.row.id;
      order.follow(facts);
      return told;
    });
    if (captureId) await this.sendCapture.runOnce(captureId);
  }

  /** What it would write. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    order: Order,
    command: Pick<ShipOrderCommand, 'carrier' | 'trackingNumber' | 'trackingUrl' | 'items'>,
  ): Promise<PlannedParcel> {
    order.mustAllow('handed_to_carrier');
    const parcel = packParcel(order.number, await unshippedLines(tx, order.id), command.items);
    const { trackingNumber } = command;
    const carrier = carrierName(command.carrier);
    await refuseUsedNumber(tx, { carrier, trackingNumber });
    const parcelId = newId();
    const authorization = await lockAuthorization(tx, order.id);
    const shipped = parcel.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const facts = factsAfter(await orderFacts(tx, order.id), { shipped });
    return {
      parcelId,
      parcel,
      tracking: {
        carrier,
        trackingNumber,
        trackingUrl: command.trackingUrl ?? trackingUrlOf(carrier, trackingNumber),
      },
      capture: authorization && this.captureOf(authorization, parcelId, parcel),
      facts,
      told: [
        { type: 'parcel.shipped', data: { parcelId: publicId('par', parcelId), carrier } },
        ...followed(movesTo(order.status, facts)),
      ],
    };
  }

  private captureOf(
    authorization: AuthorizationFacts,
    parcelId: string,
    parcel: Parcel,
  ): PlannedParcel['capture'] {
    const units = parcel.lines.map(({ productId, quantity }) => ({ productId, quantity }));
    const capture = captureForParcel(authorization, { id: parcelId, units, isLast: parcel.isLast });
    if (!capture) return undefined;
    const send = { afterSeconds: this.config.ATTEMPT_DEADLINE_SECONDS };
    return { order: authorization.order, row: { id: newId(), ...capture, send } };
  }
}
