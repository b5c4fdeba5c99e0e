import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { type Parcel, packParcel, type UnshippedLine } from './domain/parcel.js';
import { captureForParcel } from './domain/parcel-capture.js';
import { type AuthorizationFacts, lockAuthorization } from './captures.sql.js';
import { type MoveCommand, MoveOrder, type Told } from './move-order.js';
import { SendCapture } from './send-capture.use-case.js';
import { insertCapture } from './settle.sql.js';

export interface ShipOrderCommand extends MoveCommand {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly trackingUrl?: string;
  /** Absent: everything that has not been shipped. */
  readonly items?: readonly { readonly productId: string; readonly quantity: number }[];
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
   * 409 `transition_not_allowed`; 400 `validation_failed` for items that are not left to ship, or a parcel sent twice.
   * Where the money was only promised, the parcel's share of it is allocated with the parcel and captured after.
   */
  async run(command: ShipOrderCommand): Promise<void> {
    let captureId: string | undefined;
    await this.moveOrder.run('order.ship', command, async (order, tx) => {
      order.mustAllow('handed_to_carrier');
      const parcel = packParcel(await unshippedLines(tx, order.id), command.items);
      const parcelId = newId();
      const authorization = await lockAuthorization(tx, order.id);
      await insertParcel(
        tx,
        { id: parcelId, orderId: order.id, customerId: order.customerId },
        command,
        parcel,
      );
      const told: Told[] = [{ type: 'parcel.shipped', data: { parcelId, carrier: command.carrier } }];
      if (parcel.isLast) told.push({ type: 'order.shipped', data: { ...order.handedToCarrier() } });
      if (authorization) captureId = await this.allocate(tx, authorization, parcelId, parcel);
      return told;
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

/** Read under the order's lock: only one parcel of an order is packed at a time. */
async function unshippedLines(tx: Transaction, orderId: string): Promise<UnshippedLine[]> {
  const { rows } = await sql<UnshippedLine>`
    select l.line_no as "lineNo", l.product_id as "productId",
      l.quantity - l.cancelled - coalesce((select sum(p.quantity)::int from parcel_lines p
                             where p.order_id = l.order_id and p.line_no = l.line_no), 0) as quantity
    from order_lines l where l.order_id = ${orderId} order by l.line_no`.execute(tx.db);
  return rows;
}

async function insertParcel(
  tx: Transaction,
  ids: { id: string; orderId: string; customerId: string },
  { carrier, trackingNumber, trackingUrl }: ShipOrderCommand,
  parcel: Parcel,
): Promise<void> {
  const lines = JSON.stringify(parcel.lines);
  const { rows } = await sql<{ packed: boolean }>`
    with packed as (
      insert into parcels (id, order_id, customer_id, carrier, tracking_number, tracking_url)
      values (${ids.id}, ${ids.orderId}, ${ids.customerId}, ${carrier}, ${trackingNumber}, ${trackingUrl ?? null})
      on conflict (order_id, carrier, tracking_number) do nothing returning id),
    filled as (
      insert into parcel_lines (parcel_id, order_id, line_no, quantity)
      select packed.id, ${ids.orderId}, l."lineNo", l.quantity
      from packed, jsonb_to_recordset(${lines}::jsonb) as l("lineNo" int, quantity int))
    select exists (select 1 from packed) as packed`.execute(tx.db);
  if (rows[0]?.packed) return;
  const errors = [{ field: 'trackingNumber', message: 'was used for another parcel of this order' }];
  throw new DomainError('validation_failed', { errors });
}
