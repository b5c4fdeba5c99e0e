import { Injectable } from '@nestjs/common';
import { publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { carrierName, trackingUrlOf } from './domain/carriers.js';
import type { Order } from './domain/order.entity.js';
import { type MoveCommand, MoveOrder, type Told } from './move-order.js';
import {
  correctTracking,
  type ParcelRow,
  parcelsOf,
  refuseUsedNumber,
  type Tracking,
} from './parcels.sql.js';

export interface CorrectParcelCommand extends MoveCommand {
  readonly parcelId: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  /** Absent: made anew where carrier or number change, for the old one led to the old number. */
  readonly trackingUrl?: string;
}

interface PlannedCorrection {
  readonly parcel: ParcelRow;
  readonly corrected: Tracking;
  /** Nothing where it is right already. */
  readonly told: readonly Told[];
}

const FIELDS = ['carrier', 'trackingNumber', 'trackingUrl'] as const;

/** Corrects what was mistyped when a parcel left. */
@Injectable()
export class CorrectParcel {
  constructor(private readonly moveOrder: MoveOrder) {}

  /** 404 `parcel_not_found`; 409 `parcel_already_delivered`, `tracking_number_used`. What is right already leaves no trace. */
  async run(command: CorrectParcelCommand): Promise<void> {
    await this.moveOrder.run('parcel.correct', command, async (order, tx) => {
      const { parcel, corrected, told } = await this.plan(tx, order, command);
      if (told.length > 0) await correctTracking(tx, parcel.id, corrected);
      return told;
    });
  }

  /** What it would write. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    order: Order,
    wish: Omit<CorrectParcelCommand, keyof MoveCommand>,
  ): Promise<PlannedCorrection> {
    const { parcelId } = wish;
    const parcel = (await parcelsOf(tx, order.id)).find(({ id }) => publicId('par', id) === parcelId);
    if (!parcel) throw new DomainError('parcel_not_found');
    if (parcel.deliveredAt) {
      throw new DomainError('parcel_already_delivered', { orderId: order.number, parcelId });
    }
    const corrected = correctedTracking(parcel, wish);
    const changed = FIELDS.filter((field) => corrected[field] !== parcel[field]);
    if (changed.includes('trackingNumber') || changed.includes('carrier')) {
      await refuseUsedNumber(tx, corrected, parcel);
    }
    return {
      parcel,
      corrected,
      told: changed.length === 0 ? [] : [{ type: 'parcel.corrected', data: { parcelId, changed } }],
    };
  }
}

function correctedTracking(parcel: ParcelRow, wish: Omit<CorrectParcelCommand, keyof MoveCommand>): Tracking {
  const carrier = wish.carrier === undefined ? parcel.carrier : carrierName(wish.carrier);
  const trackingNumber = wish.trackingNumber ?? parcel.trackingNumber;
  const isTheSame = carrier === parcel.carrier && trackingNumber === parcel.trackingNumber;
  const madeUrl = isTheSame ? parcel.trackingUrl : trackingUrlOf(carrier, trackingNumber);
  return { carrier, trackingNumber, trackingUrl: wish.trackingUrl ?? madeUrl };
}
