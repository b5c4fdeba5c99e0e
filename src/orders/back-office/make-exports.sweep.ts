import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { newId } from '../../shared/ids.js';
import { logger } from '../../shared/logger.js';
import { csvLine } from '../domain/csv-text.js';
import { type ExportSource, ExportSources } from './export-source.js';
import { addChunk, deleteOldExports, endExport, leaseExport, type LeasedExport } from './exports.sql.js';

/** Between two pieces of a file; who is silent for longer is gone. */
const LEASE_SECONDS = 60;
const CHUNK_CHARACTERS = 256 * 1024;
/** What a spreadsheet still opens, and what the database keeps for a day without noticing. */
const ROWS_MAX = 500_000;
const BYTES_MAX = 100 * 1024 * 1024;
const KEPT_HOURS = 24;
const DELETED_AT_ONCE = 20;

interface Size {
  readonly rows: number;
  readonly bytes: number;
}

/** Makes the files that people have asked for, in pieces in the database, and deletes them after a day. */
@Injectable()
export class MakeExports implements Sweep {
  readonly name = 'exports';

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly sources: ExportSources,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const { db } = this.uow;
    await deleteOldExports(db, KEPT_HOURS, DELETED_AT_ONCE);
    const asked = await leaseExport(db, newId(), LEASE_SECONDS);
    if (!asked) return 0;
    const source = this.sources.of(asked.list);
    if (source) await this.make(asked, source);
    return 1;
  }

  private async make(asked: LeasedExport, source: ExportSource): Promise<void> {
    try {
      const made = await this.write(asked, source);
      if (made === 'overtaken') return;
      const isWhole = made.rows <= ROWS_MAX && made.bytes <= BYTES_MAX;
      const end = isWhole ? { status: 'done' as const } : { status: 'failed' as const, code: 'too_large' };
      await endExport(this.uow.db, asked, { ...made, ...end });
    } catch (error) {
      // The same rows would fail again: a person asks anew.
      logger.error({ err: error, export: asked.id }, 'export failed');
      await endExport(this.uow.db, asked, { status: 'failed', rows: 0, bytes: 0, code: 'internal_error' });
    }
  }

  /** Stops at the first row too many. */
  private async write(asked: LeasedExport, source: ExportSource): Promise<Size | 'overtaken'> {
    let [text, no, rows, bytes] = [csvLine(source.columns), 0, 0, 0];
    const flush = async () => {
      bytes += Buffer.byteLength(text);
      const isOurs = await addChunk(this.uow.db, asked, { no: no++, text }, LEASE_SECONDS);
      text = '';
      return isOurs;
    };
    const options = { showsPersonalData: asked.shows_personal_data };
    for await (const cells of source.rows(asked.filter, options)) {
      rows++;
      text += csvLine(cells);
      if (rows > ROWS_MAX || bytes > BYTES_MAX) return { rows, bytes };
      if (text.length >= CHUNK_CHARACTERS && !(await flush())) return 'overtaken';
    }
    return (await flush()) ? { rows, bytes } : 'overtaken';
  }
}
