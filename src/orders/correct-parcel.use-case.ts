import { Injectable } from '@nestjs/common';
import { publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { carrierName, trackingUrlOf } from './domain/carriers.js';
import { type MoveCommand, MoveOrder } from './move-order.js';
import { correctTracking, type ParcelRow, parcelsOf, type Tracking } from './parcels.sql.js';

export interface CorrectParcelCommand extends MoveCommand {
  readonly parcelId: string;
  readonly carrier?: string;
  readonly trackingNumber?: string;
  /** Absent: made anew where carrier or number change, for the old one led to the old number. */
  readonly trackingUrl?: string;
}

const FIELDS = ['carrier', 'trackingNumber', 'trackingUrl'] as const;

/** Corrects what was mistyped when a parcel left. */
@Injectable()
export class CorrectParcel {
  constructor(private readonly moveOrder: MoveOrder) {}

  /** 404 `parcel_not_found`; 409 `parcel_already_delivered`, `tracking_number_used`. What is right already leaves no trace. */
  async run(command: CorrectParcelCommand): Promise<void> {
    await this.moveOrder.run('parcel.correct', command, async (order, tx) => {
      const { parcelId } = command;
      const parcel = (await parcelsOf(tx, order.id)).find(({ id }) => publicId('par', id) === parcelId);
      if (!parcel) throw new DomainError('parcel_not_found');
      if (parcel.deliveredAt) {
        throw new DomainError('parcel_already_delivered', { orderId: order.number, parcelId });
      }
      const corrected = correctedTracking(parcel, command);
      const changed = FIELDS.filter((field) => corrected[field] !== parcel[field]);
      if (changed.length === 0) return [];
      await correctTracking(tx, parcel.id, corrected);
      return [{ type: 'parcel.corrected', data: { parcelId, changed } }];
    });
  }
}

function correctedTracking(parcel: ParcelRow, wish: CorrectParcelCommand): Tracking {
  const carrier = wish.carrier === undefined ? parcel.carrier : carrierName(wish.carrier);
  const trackingNumber = wish.trackingNumber ?? parcel.trackingNumber;
  const isTheSame = carrier === parcel.carrier && trackingNumber === parcel.trackingNumber;
  const madeUrl = isTheSame ? parcel.trackingUrl : trackingUrlOf(carrier, trackingNumber);
  return { carrier, trackingNumber, trackingUrl: wish.trackingUrl ?? madeUrl };
}
