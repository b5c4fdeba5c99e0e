import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { sqlState } from '../shared/sql-state.js';
import type { OrderFacts } from './domain/order-status.js';
import type { Parcel, UnshippedLine } from './domain/parcel.js';

/** How a parcel is found at its carrier. */
export interface Tracking {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly trackingUrl: string | null;
}

export interface ParcelRow extends Tracking {
  readonly id: string;
  readonly shippedAt: string;
  readonly deliveredAt: string | null;
}

/** What of each line has not left yet. Read under the order's lock: only one parcel of an order is packed at a time. */
export async function unshippedLines(tx: Transaction, orderId: string): Promise<UnshippedLine[]> {
  const { rows } = await sql<UnshippedLine>`
    select l.line_no as "lineNo", l.product_id as "productId", l.backordered,
      l.quantity - l.cancelled - coalesce((select sum(p.quantity)::int from parcel_lines p
                             where p.order_id = l.order_id and p.line_no = l.line_no), 0) as left
    from order_lines l where l.order_id = ${orderId} order by l.line_no`.execute(tx.db);
  return rows;
}

/** What the order's status follows from, as it is now. Read under the order's lock. */
export async function orderFacts(tx: Transaction, orderId: string): Promise<OrderFacts> {
  const { rows } = await sql<OrderFacts>`
    with left_the_house as (
      select pl.line_no, sum(pl.quantity)::int as shipped,
        coalesce(sum(pl.quantity) filter (where p.delivered_at is not null), 0)::int as delivered
      from parcel_lines pl join parcels p on p.id = pl.parcel_id where pl.order_id = ${orderId} group by pl.line_no)
    select o.cancel_reason is not null as "isCancelled", o.paid_attempt_id is not null as "isPaid",
      exists (select from events e where e.order_id = o.id and e.type = 'order.processing') as "isPrepared",
      (select jsonb_agg(jsonb_build_object('ordered', l.quantity, 'cancelled', l.cancelled,
          'shipped', coalesce(h.shipped, 0), 'delivered', coalesce(h.delivered, 0)))
        from order_lines l left join left_the_house h using (line_no) where l.order_id = o.id) as lines
    from orders o where o.id = ${orderId}`.execute(tx.db);
  return rows[0]!;
}

/** 409 `tracking_number_used`: said before a parcel is written; two at the same moment meet in the constraint. */
export async function refuseUsedNumber(
  tx: Transaction,
  { carrier, trackingNumber }: Pick<Tracking, 'carrier' | 'trackingNumber'>,
  corrected?: Pick<ParcelRow, 'id' | 'shippedAt'>,
): Promise<void> {
  const leaves = sql`coalesce(${corrected?.shippedAt ?? null}::timestamptz, now())`;
  const { rows } = await sql`
    select 1 from parcels
    where lower(carrier) = lower(${carrier}) and tracking_key(tracking_number) = tracking_key(${trackingNumber})
      and shipped_at > ${leaves} - interval '120 days' and shipped_at < ${leaves} + interval '120 days'
      and id is distinct from ${corrected?.id ?? null}::uuid limit 1`.execute(tx.db);
  if (rows.length > 0) throw new DomainError('tracking_number_used', { carrier, trackingNumber });
}

/** 409 `tracking_number_used`. */
export async function insertParcel(
  tx: Transaction,
  ids: { readonly id: string; readonly orderId: string; readonly customerId: string },
  tracking: Tracking,
  parcel: Parcel,
): Promise<void> {
  const { carrier, trackingNumber, trackingUrl } = tracking;
  const lines = JSON.stringify(parcel.lines);
  const insert = sql`
    with packed as (
      insert into parcels (id, order_id, customer_id, carrier, tracking_number, tracking_url)
      values (${ids.id}, ${ids.orderId}, ${ids.customerId}, ${carrier}, ${trackingNumber}, ${trackingUrl})
      returning id)
    insert into parcel_lines (parcel_id, order_id, line_no, quantity)
    select packed.id, ${ids.orderId}, l."lineNo", l.quantity
    from packed, jsonb_to_recordset(${lines}::jsonb) as l("lineNo" int, quantity int)`;
  await refusingUsedNumbers(tracking, () => insert.execute(tx.db));
}

/** 409 `tracking_number_used`. */
export async function correctTracking(tx: Transaction, parcelId: string, tracking: Tracking): Promise<void> {
  const update = sql`
    update parcels set carrier = ${tracking.carrier}, tracking_number = ${tracking.trackingNumber},
      tracking_url = ${tracking.trackingUrl}
    where id = ${parcelId}`;
  await refusingUsedNumbers(tracking, () => update.execute(tx.db));
}

/** The parcels of an order, the first to leave first. Its order is locked. */
export async function parcelsOf(tx: Transaction, orderId: string): Promise<ParcelRow[]> {
  const { rows } = await sql<{ parcel: ParcelRow }>`
    select jsonb_build_object('id', id, 'carrier', carrier, 'trackingNumber', tracking_number,
      'trackingUrl', tracking_url, 'shippedAt', shipped_at, 'deliveredAt', delivered_at) as parcel
    from parcels where order_id = ${orderId} order by shipped_at, id`.execute(tx.db);
  return rows.map(({ parcel }) => parcel);
}

/** How many units parcels hold. */
export async function unitsOfParcels(tx: Transaction, parcelIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ units: number }>`
    select coalesce(sum(quantity), 0)::int as units from parcel_lines where parcel_id = any(${parcelIds})`.execute(
    tx.db,
  );
  return rows[0]!.units;
}

/**
 * Parcels have arrived: at that moment, or now. Clocks differ by a little: nothing arrives later than now, nor in the
 * millisecond before it left.
 */
export async function markDelivered(
  tx: Transaction,
  parcelIds: readonly string[],
  at: Date | undefined,
): Promise<void> {
  await sql`
    update parcels set delivered_at = greatest(least(coalesce(${at?.toISOString() ?? null}::timestamptz, now()), now()), shipped_at)
    where id = any(${parcelIds}) and delivered_at is null`.execute(tx.db);
}

/** Whether a moment is further ahead of the database's clock than clocks may differ. */
export async function isYetToCome(tx: Transaction, at: Date): Promise<boolean> {
  const { rows } = await sql<{ is_ahead: boolean }>`
    select ${at.toISOString()}::timestamptz > now() + interval '5 minutes' as is_ahead`.execute(tx.db);
  return rows[0]!.is_ahead;
}

/** Postgres: `exclusion_violation` of another order's parcel, `unique_violation` of this one's. */
const USED = new Set(['23P01', '23505']);

async function refusingUsedNumbers(
  { carrier, trackingNumber }: Tracking,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!USED.has(sqlState(error) ?? '')) throw error;
    throw new DomainError('tracking_number_used', { carrier, trackingNumber });
  }
}
