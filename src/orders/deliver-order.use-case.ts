import { Injectable } from '@nestjs/common';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import type { Order } from './domain/order.entity.js';
import { factsAfter, movesTo, type OrderFacts } from './domain/order-status.js';
import { isoTime } from './order-view.js';
import { followed, type MoveCommand, MoveOrder, type Told } from './move-order.js';
import {
  isYetToCome,
  markDelivered,
  orderFacts,
  type ParcelRow,
  parcelsOf,
  unitsOfParcels,
} from './parcels.sql.js';

export interface DeliverOrderCommand extends MoveCommand {
  /** Absent: every parcel that is on its way. */
  readonly parcelId?: string;
  /** Absent: now. */
  readonly deliveredAt?: Date;
}

/** Parcels as they would arrive; none where the named one has already. */
interface PlannedArrival {
  readonly arrived: readonly ParcelRow[];
  /** What the status follows from, once they have. */
  readonly facts: OrderFacts;
  readonly told: readonly Told[];
}

/** Parcels have arrived. The order is delivered when all of it is. */
@Injectable()
export class DeliverOrder {
  constructor(private readonly moveOrder: MoveOrder) {}

  /**
   * Whether this is news: a parcel that is named arrives once, and a repeat changes nothing. 404 `parcel_not_found`; 409
   * `transition_not_allowed` where nothing is on its way, `delivered_before_shipped`; 400 `validation_failed` for a moment
   * that is yet to come.
   */
  run(command: DeliverOrderCommand): Promise<boolean> {
    return this.moveOrder.run('order.deliver', command, async (order, tx) => {
      const { arrived, facts, told } = await this.plan(tx, order, command);
      if (arrived.length === 0) return [];
      const ids = arrived.map(({ id }) => id);
      await markDelivered(tx, ids, command.deliveredAt);
      order.follow(facts);
      return told;
    });
  }

  /** What it would write. The order is locked; refuses as `run` does. */
  async plan(
    tx: Transaction,
    order: Order,
    { parcelId, deliveredAt }: Pick<DeliverOrderCommand, 'parcelId' | 'deliveredAt'>,
  ): Promise<PlannedArrival> {
    const arrived = arrivals(order, await parcelsOf(tx, order.id), parcelId);
    await refuseImpossible(tx, order, arrived, deliveredAt);
    const ids = arrived.map(({ id }) => id);
    const facts = factsAfter(await orderFacts(tx, order.id), { delivered: await unitsOfParcels(tx, ids) });
    return {
      arrived,
      facts,
      told: [
        ...ids.map((id): Told => ({ type: 'parcel.delivered', data: { parcelId: publicId('par', id) } })),
        ...followed(movesTo(order.status, facts)),
      ],
    };
  }
}

/** News about a parcel of a cancelled order is still news about the parcel; the order itself is not delivered any more. */
function arrivals(order: Order, parcels: readonly ParcelRow[], parcelId: string | undefined): ParcelRow[] {
  const onTheirWay = parcels.filter(({ deliveredAt }) => deliveredAt === null);
  if (parcelId === undefined) {
    if (onTheirWay.length === 0 || order.status === 'cancelled') throw order.refusing('delivered');
    return onTheirWay;
  }
  if (!parcels.some(({ id }) => publicId('par', id) === parcelId)) throw new DomainError('parcel_not_found');
  return onTheirWay.filter(({ id }) => publicId('par', id) === parcelId);
}

async function refuseImpossible(
  tx: Transaction,
  order: Order,
  arrived: readonly ParcelRow[],
  at: Date | undefined,
): Promise<void> {
  if (!at) return;
  const unshipped = arrived.find(({ shippedAt }) => at < new Date(shippedAt));
  if (unshipped) {
    throw new DomainError('delivered_before_shipped', {
      orderId: order.number,
      parcelId: publicId('par', unshipped.id),
      shippedAt: isoTime(unshipped.shippedAt),
    });
  }
  if (!(await isYetToCome(tx, at))) return;
  throw new DomainError('validation_failed', {
    errors: [{ field: 'deliveredAt', message: 'deliveredAt is yet to come' }],
  });
}
