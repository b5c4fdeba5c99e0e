import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import type { Units } from '../shared/database/units.js';
import { newId, publicId } from '../shared/ids.js';
import { carrierName, trackingUrlOf } from './domain/carriers.js';
import { type Parcel, packParcel } from './domain/parcel.js';
import { captureForParcel } from './domain/parcel-capture.js';
import { type AuthorizationFacts, lockAuthorization } from './captures.sql.js';
import { followed, type MoveCommand, MoveOrder } from './move-order.js';
import { insertParcel, orderFacts, unshippedLines } from './parcels.sql.js';
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
      order.mustAllow('handed_to_carrier');
      const parcel = packParcel(order.number, await unshippedLines(tx, order.id), command.items);
      const parcelId = newId();
      const authorization = await lockAuthorization(tx, order.id);
      const carrier = carrierName(command.carrier);
      await insertParcel(
        tx,
        { id: parcelId, orderId: order.id, customerId: order.customerId },
        {
          carrier,
          trackingNumber: command.trackingNumber,
          trackingUrl: command.trackingUrl ?? trackingUrlOf(carrier, command.trackingNumber),
        },
        parcel,
      );
      if (authorization) captureId = await this.allocate(tx, authorization, parcelId, parcel);
      return [
        { type: 'parcel.shipped', data: { parcelId: publicId('par', parcelId), carrier } },
        ...followed(order.follow(await orderFacts(tx, order.id))),
      ];
    });
    if (captureId) await this.sendCapture.runOnce(captureId);
  }

  private async allocate(
    tx: Transaction,
    authorization: AuthorizationFacts,
    parcelId: string,
    parcel: Parcel,
  ): Promise<string | undefined> {
    const units = parcel.lines.map(({ productId, quantity }) => ({ productId, quantity }));
    const capture = captureForParcel(authorization, { id: parcelId, units, isLast: parcel.isLast });
    if (!capture) return undefined;
    const id = newId();
    const send = { afterSeconds: this.config.ATTEMPT_DEADLINE_SECONDS };
    await insertCapture(authorization.order, { id, ...capture, send }).execute(tx.db);
    return id;
  }
}
