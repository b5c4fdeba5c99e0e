import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { sql } from 'kysely';
import { CARRIER } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { faultsOf } from '../shared/faults.js';
import { publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { CarrierSignatures } from './carrier-signatures.js';
import { type CarrierEventResult, CarrierEventDto, DELIVERED } from './carriers.dto.js';
import { DeliverOrder } from './deliver-order.use-case.js';
import { carrierName } from './domain/carriers.js';

/** A carrier tells that a parcel has arrived: heard where its signature is right, in any order and however often. */
@Injectable()
export class HearCarrier {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly signatures: CarrierSignatures,
    private readonly deliverOrder: DeliverOrder,
  ) {}

  /**
   * Nothing is read before the signature is proven. 400 `invalid_webhook_signature`, `malformed_body`, `validation_failed`;
   * 404 `parcel_not_found`; 409 `delivered_before_shipped`.
   */
  async run(
    carrier: string,
    raw: Buffer | undefined,
    headers: Readonly<Record<string, unknown>>,
  ): Promise<CarrierEventResult> {
    if (!raw || !this.signatures.isGenuine(carrier, raw, headers)) {
      throw new DomainError('invalid_webhook_signature');
    }
    const body = parsed(raw);
    // Carriers tell of far more than arrivals.
    if (typeof body.type === 'string' && body.type !== DELIVERED) return 'ignored';
    const event = plainToInstance(CarrierEventDto, body);
    const faults = validateSync(event, { stopAtFirstError: true });
    if (faults.length > 0) throw new DomainError('validation_failed', { errors: faultsOf(faults) });
    const { id, orderNumber } = await this.find(carrier, event.trackingNumber);
    const isNews = await this.deliverOrder.run({
      actor: CARRIER,
      orderNumber,
      parcelId: publicId('par', id),
      deliveredAt: new Date(event.deliveredAt),
    });
    return isNews ? 'delivered' : 'already_delivered';
  }

  /** The parcel that has this number now: carriers give their numbers again after months. */
  private async find(carrier: string, trackingNumber: string): Promise<{ id: string; orderNumber: string }> {
    const { rows } = await sql<{ id: string; orderNumber: string }>`
      select p.id, o.number as "orderNumber" from parcels p join orders o on o.id = p.order_id
      where tracking_key(p.tracking_number) = tracking_key(${trackingNumber})
        and lower(p.carrier) = lower(${carrierName(carrier)})
      order by p.shipped_at desc limit 1`.execute(this.uow.db);
    if (!rows[0]) throw new DomainError('parcel_not_found');
    return rows[0];
  }
}

/** What is no object has none of the fields. */
function parsed(raw: Buffer): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(raw.toString('utf8'));
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    throw new DomainError('malformed_body');
  }
}
