import { sql } from 'kysely';
import type { Db, Transaction } from '../../shared/database/unit-of-work.js';

export interface NewExport {
  readonly id: string;
  readonly list: string;
  readonly filter: unknown;
  readonly showsPersonalData: boolean;
  readonly reason: string;
  readonly requestedBy: string;
}

export interface LeasedExport {
  readonly id: string;
  readonly list: string;
  readonly filter: unknown;
  readonly shows_personal_data: boolean;
  /** Who holds the lease: whoever was overtaken writes nothing more. */
  readonly lease: string;
}

export async function insertExport(tx: Transaction, asked: NewExport): Promise<void> {
  await sql`
    insert into exports (id, list, filter, shows_personal_data, reason, requested_by, status)
    values (${asked.id}, ${asked.list}, ${JSON.stringify(asked.filter)}::jsonb, ${asked.showsPersonalData}, ${asked.reason},
      ${asked.requestedBy}, 'waiting')`.execute(tx.db);
}

/** Takes the oldest export that waits, from its beginning; for as long as the lease. */
export async function leaseExport(
  db: Db,
  lease: string,
  leaseSeconds: number,
): Promise<LeasedExport | undefined> {
  const { rows } = await sql<LeasedExport>`
    with due as (
      select id from exports where status = 'waiting' and next_try_at <= now()
      order by next_try_at, id limit 1 for update skip locked),
    emptied as (delete from export_chunks c using due where c.export_id = due.id)
    update exports e set lease = ${lease}, tries = tries + 1, next_try_at = now() + make_interval(secs => ${leaseSeconds})
    from due where e.id = due.id
    returning e.id, e.list, e.filter, e.shows_personal_data, e.lease`.execute(db);
  return rows[0];
}

/** Adds a piece and holds the lease on. False where somebody else has it. */
export async function addChunk(
  db: Db,
  { id, lease }: Pick<LeasedExport, 'id' | 'lease'>,
  chunk: { readonly no: number; readonly text: string },
  leaseSeconds: number,
): Promise<boolean> {
  const { rows } = await sql`
    with held as (
      update exports set next_try_at = now() + make_interval(secs => ${leaseSeconds})
      where id = ${id} and lease = ${lease} and status = 'waiting' returning id)
    insert into export_chunks (export_id, chunk_no, content) select id, ${chunk.no}, ${chunk.text} from held
    returning 1`.execute(db);
  return rows.length > 0;
}

export async function endExport(
  db: Db,
  { id, lease }: Pick<LeasedExport, 'id' | 'lease'>,
  end: {
    readonly status: 'done' | 'failed';
    readonly rows: number;
    readonly bytes: number;
    readonly code?: string;
  },
): Promise<void> {
  await sql`
    update exports set status = ${end.status}, row_count = ${end.rows}, bytes = ${end.bytes}, code = ${end.code ?? null},
      finished_at = now()
    where id = ${id} and lease = ${lease} and status = 'waiting'`.execute(db);
}

/** A file is kept for a day, and so is what nobody could make. Returns how many are gone. */
export async function deleteOldExports(db: Db, hours: number, limit: number): Promise<number> {
  const gone = await sql`
    delete from exports where id in (
      select id from exports where requested_at < now() - make_interval(hours => ${hours}) limit ${limit})`.execute(
    db,
  );
  return Number(gone.numAffectedRows);
}
