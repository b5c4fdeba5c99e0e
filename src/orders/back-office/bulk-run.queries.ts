import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import type { BulkKind, BulkWish } from './bulk.sql.js';
import type { MovePreview } from './move-preview.js';

/** A bulk run and how far it is. Times in ISO 8601. */
export interface BulkRun {
  readonly runId: string;
  readonly kind: BulkKind;
  readonly isDryRun: boolean;
  readonly reason: string;
  readonly startedBy: string;
  readonly startedAt: string;
  /** Rows by what became of them. It has ended when none is waiting. */
  readonly rows: {
    readonly total: number;
    readonly waiting: number;
    readonly done: number;
    readonly alreadyDone: number;
    readonly refused: number;
  };
}

export interface BulkRow {
  /** In the file; of a list of orders its place. */
  readonly lines: readonly number[];
  readonly wish: BulkWish;
  /** Of a dry run `done` means that it would be. */
  readonly status: 'waiting' | 'done' | 'already_done' | 'refused';
  readonly code: string | null;
  readonly sentence: string | null;
  readonly preview: MovePreview | null;
}

const RUNS_MAX = 50;
const ROWS_MAX = 2_000;

@Injectable()
export class BulkRuns {
  constructor(private readonly uow: UnitOfWork) {}

  /** The newest runs. */
  async list(): Promise<BulkRun[]> {
    const { rows } = await this.runs(sql`true`);
    return rows.map(({ run }) => run);
  }

  /** One run with its rows, in the order of its file. 404 `bulk_run_not_found`. */
  async get(runId: string): Promise<BulkRun & { readonly results: readonly BulkRow[] }> {
    const id = privateId('bulk', runId);
    const found = id ? (await this.runs(sql`id = ${id}`)).rows[0] : undefined;
    if (!found) throw new DomainError('bulk_run_not_found');
    const { rows } = await sql<{ row: BulkRow }>`
      select jsonb_build_object('lines', lines, 'wish', wish, 'status', status, 'code', code, 'sentence', sentence,
        'preview', preview) as row
      from bulk_rows where run_id = ${id} order by row_no limit ${ROWS_MAX}`.execute(this.uow.db);
    return { ...found.run, results: rows.map(({ row }) => row) };
  }

  private async runs(which: ReturnType<typeof sql>): Promise<{ rows: { run: BulkRun }[] }> {
    const { rows } = await sql<{ run: Omit<BulkRun, 'runId'> & { id: string } }>`
      with page as materialized (select * from bulk_runs where ${which} order by id desc limit ${RUNS_MAX})
      select jsonb_build_object('id', b.id, 'kind', b.kind, 'isDryRun', b.is_dry_run, 'reason', b.reason,
        'startedBy', b.started_by, 'startedAt', b.started_at, 'rows', (
          select jsonb_build_object('total', count(*), 'waiting', count(*) filter (where status = 'waiting'),
            'done', count(*) filter (where status = 'done'),
            'alreadyDone', count(*) filter (where status = 'already_done'),
            'refused', count(*) filter (where status = 'refused'))
          from bulk_rows r where r.run_id = b.id)) as run
      from page b order by b.id desc`.execute(this.uow.db);
    return {
      rows: rows.map(({ run: { id, startedAt, ...run } }) => ({
        run: { ...run, runId: publicId('bulk', id), startedAt: new Date(startedAt).toISOString() },
      })),
    };
  }
}
