import { sql } from 'kysely';
import type { Db, Transaction } from '../../shared/database/unit-of-work.js';
import { isSameCarrier } from '../domain/carriers.js';
import type { EarlierParcel } from '../domain/earlier-parcels.js';
import type { ListedParcel } from '../domain/shipping-list.js';

export type BulkKind = 'prepare' | 'ship';

/** What a row asks for; of a fault, what could be read of it. */
export type BulkWish = Pick<ListedParcel, 'orderNumber'> &
  Partial<Omit<ListedParcel, 'lines' | 'orderNumber'>>;

export interface NewBulkRun {
  readonly id: string;
  readonly kind: BulkKind;
  readonly isDryRun: boolean;
  readonly reason: string;
  readonly startedBy: string;
  /** Of kind and rows: the same where the very same is asked for. */
  readonly digest: string;
}

export interface NewBulkRow {
  /** The lines of the file that it stands for; else its place. */
  readonly lines: readonly number[];
  readonly wish: BulkWish;
  readonly fault?: string;
}

/** A row that somebody has leased. */
export interface LeasedRow {
  readonly run_id: string;
  readonly row_no: number;
  readonly wish: BulkWish;
  readonly kind: BulkKind;
  readonly is_dry_run: boolean;
  readonly reason: string;
  readonly started_by: string;
}

/** How a row has ended. */
export interface RowResult {
  readonly status: 'done' | 'already_done' | 'refused';
  readonly code?: string;
  readonly sentence?: string;
  /** Of a dry run: what would happen. */
  readonly preview?: object;
}

export async function insertRun(
  tx: Transaction,
  run: NewBulkRun,
  rows: readonly NewBulkRow[],
): Promise<void> {
  await sql`
    insert into bulk_runs (id, kind, is_dry_run, reason, started_by, wish_digest)
    values (${run.id}, ${run.kind}, ${run.isDryRun}, ${run.reason}, ${run.startedBy}, ${run.digest})`.execute(
    tx.db,
  );
  const numbered = rows.map((row, index) => ({ ...row, rowNo: index + 1 }));
  await sql`
    insert into bulk_rows (run_id, row_no, lines, wish, status, code, sentence, finished_at)
    select ${run.id}, r."rowNo", r.lines, r.wish, case when r.fault is null then 'waiting' else 'refused' end,
      case when r.fault is not null then 'validation_failed' end, r.fault, case when r.fault is not null then now() end
    from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as r("rowNo" int, lines int[], wish jsonb, fault text)`.execute(
    tx.db,
  );
}

/**
 * Takes rows that wait, of the oldest run first, and moves their next try forward: workers share them, and what one of
 * them was killed with is taken again after the lease.
 */
export async function leaseRows(db: Db, limit: number, leaseSeconds: number): Promise<LeasedRow[]> {
  const { rows } = await sql<LeasedRow>`
    with due as (
      select run_id, row_no from bulk_rows where status = 'waiting' and next_try_at <= now()
      order by run_id, row_no limit ${limit} for update skip locked),
    leased as (
      update bulk_rows r set next_try_at = now() + make_interval(secs => ${leaseSeconds})
      from due where r.run_id = due.run_id and r.row_no = due.row_no returning r.run_id, r.row_no, r.wish)
    select leased.*, b.kind, b.is_dry_run, b.reason, b.started_by from leased join bulk_runs b on b.id = leased.run_id
    order by leased.run_id, leased.row_no`.execute(db);
  return rows;
}

/** A row ends once. */
export async function endRow(
  db: Db,
  { run_id: runId, row_no: rowNo }: Pick<LeasedRow, 'run_id' | 'row_no'>,
  { status, code, sentence, preview }: RowResult,
): Promise<void> {
  await sql`
    update bulk_rows set status = ${status}, code = ${code ?? null}, sentence = ${sentence ?? null},
      preview = ${preview === undefined ? null : JSON.stringify(preview)}::jsonb, finished_at = now()
    where run_id = ${runId} and row_no = ${rowNo} and status = 'waiting'`.execute(db);
}

/** A row that could not be decided now is looked at again soon. */
export async function putRowOff(
  db: Db,
  { run_id: runId, row_no: rowNo }: Pick<LeasedRow, 'run_id' | 'row_no'>,
  seconds: number,
): Promise<void> {
  await sql`
    update bulk_rows set next_try_at = now() + make_interval(secs => ${seconds})
    where run_id = ${runId} and row_no = ${rowNo} and status = 'waiting'`.execute(db);
}

/** Whether the order has a parcel with this number already. */
export async function hasParcel(
  db: Db,
  orderNumber: string,
  { carrier, trackingNumber }: { readonly carrier: string; readonly trackingNumber: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from parcels p join orders o on o.id = p.order_id
    where o.number = ${orderNumber} and lower(p.carrier) = lower(${carrier})
      and tracking_key(p.tracking_number) = tracking_key(${trackingNumber})`.execute(db);
  return rows.length > 0;
}

/** Whether somebody has seen lately, to its end, what the very same would do. */
export async function wasTriedDry(
  db: Db,
  { digest, startedBy }: Pick<NewBulkRun, 'digest' | 'startedBy'>,
  hours: number,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from bulk_runs b
    where b.started_at > now() - make_interval(hours => ${hours}) and b.is_dry_run
      and b.started_by = ${startedBy} and b.wish_digest = ${digest}
      and not exists (select from bulk_rows r where r.run_id = b.id and r.status = 'waiting') limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

export interface EarlierRow extends EarlierParcel {
  readonly status: 'waiting' | 'done';
}

/** Rows of the same run before this one that are of its order or have its tracking number, and are not refused. */
export async function earlierRows(
  db: Db,
  { run_id: runId, row_no: rowNo, wish }: LeasedRow,
): Promise<EarlierRow[]> {
  const { rows } = await sql<EarlierRow & { readonly carrier: string | null }>`
    select lines, status, wish->>'carrier' as carrier, wish->>'orderNumber' as "orderNumber", coalesce(preview->'effects'->'sent', '[]') as sent
    from bulk_rows
    where run_id = ${runId} and row_no < ${rowNo} and status in ('waiting', 'done')
      and (wish->>'orderNumber' = ${wish.orderNumber}
        or tracking_key(wish->>'trackingNumber') = tracking_key(${wish.trackingNumber ?? null}))
    order by row_no`.execute(db);
  return rows.filter(
    ({ orderNumber, carrier }) =>
      orderNumber === wish.orderNumber || isSameCarrier(carrier ?? '', wish.carrier ?? ''),
  );
}

/** With their rows. Returns how many are gone. */
export async function deleteOldRuns(db: Db, days: number, limit: number): Promise<number> {
  const gone = await sql`
    delete from bulk_runs where id in (
      select id from bulk_runs where started_at < now() - make_interval(days => ${days}) order by started_at limit ${limit})`.execute(
    db,
  );
  return Number(gone.numAffectedRows);
}
