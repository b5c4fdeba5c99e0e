import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';

/** A file that was asked for. Times in ISO 8601. */
export interface ExportState {
  readonly exportId: string;
  readonly list: string;
  readonly showsPersonalData: boolean;
  readonly status: 'waiting' | 'done' | 'failed';
  readonly rows: number;
  readonly bytes: number;
  /** Why it failed: `too_large`, `internal_error`. */
  readonly code: string | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
}

interface ExportRow {
  readonly id: string;
  readonly list: string;
  readonly shows_personal_data: boolean;
  readonly status: ExportState['status'];
  readonly row_count: number;
  readonly bytes: number;
  readonly code: string | null;
  readonly requested_by: string;
  readonly requested_at: string;
}

const LIST_MAX = 50;

@Injectable()
export class Exports {
  constructor(private readonly uow: UnitOfWork) {}

  /** Somebody's own, the newest first. */
  async of(requestedBy: string): Promise<ExportState[]> {
    const { rows } = await sql<{ export: ExportRow }>`
      select to_jsonb(e) as export from exports e where requested_by = ${requestedBy}
      order by id desc limit ${LIST_MAX}`.execute(this.uow.db);
    return rows.map((row) => stateView(row.export));
  }

  /** One of somebody's own. 404 `export_not_found`: also for another person's, and after a day. */
  async get(requestedBy: string, exportId: string): Promise<ExportState> {
    return stateView(await this.own(requestedBy, exportId));
  }

  /** The file's pieces, one after the other: UTF-8 text of a CSV. 404 `export_not_found`, 409 `export_not_made`. */
  async *content(requestedBy: string, exportId: string): AsyncGenerator<string> {
    const { id, status } = await this.own(requestedBy, exportId);
    if (status !== 'done') throw new DomainError('export_not_made', { exportStatus: status });
    for (let no = 0; ; no++) {
      const { rows } = await sql<{ content: string }>`
        select content from export_chunks where export_id = ${id} and chunk_no = ${no}`.execute(this.uow.db);
      if (!rows[0]) return;
      yield rows[0].content;
    }
  }

  private async own(requestedBy: string, exportId: string): Promise<ExportRow> {
    const id = privateId('exp', exportId);
    const { rows } = id
      ? await sql<{ export: ExportRow }>`
          select to_jsonb(e) as export from exports e where id = ${id} and requested_by = ${requestedBy}`.execute(
          this.uow.db,
        )
      : { rows: [] };
    if (!rows[0]) throw new DomainError('export_not_found');
    return rows[0].export;
  }
}

const stateView = (row: ExportRow): ExportState => ({
  exportId: publicId('exp', row.id),
  list: row.list,
  showsPersonalData: row.shows_personal_data,
  status: row.status,
  rows: row.row_count,
  bytes: row.bytes,
  code: row.code,
  requestedBy: row.requested_by,
  requestedAt: new Date(row.requested_at).toISOString(),
});
