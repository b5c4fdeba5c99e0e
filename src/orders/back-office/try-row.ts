import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { DomainError, problems } from '../../shared/problem.js';
import { afterEarlier, type EarlierParcel } from '../domain/earlier-parcels.js';
import { earlierRows, type LeasedRow, type RowResult } from './bulk.sql.js';
import type { MovePreview } from './move-preview.js';
import type { Move } from './moves.js';
import { PreviewMoves } from './preview-moves.use-case.js';

type Ship = Extract<Move, { move: 'ship' }>;

/** A row that stands before is looked at first. */
const AGAIN_SECONDS = 1;

/** Says what a row of a dry run would do, with the rows before it done. */
@Injectable()
export class TryRow {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly previews: PreviewMoves,
  ) {}

  /** 409 `request_in_progress` where it cannot be said yet. */
  async run(row: LeasedRow, move: Move): Promise<RowResult> {
    const preview = await this.previewOf(row, move);
    if (move.move !== 'ship' || !preview.isAllowed) return resultOf(preview);
    const before = await earlierRows(this.uow.db, row);
    if (before.some(({ status }) => status === 'waiting'))
      throw new DomainError('request_in_progress', { retryAfterSeconds: AGAIN_SECONDS });
    return before.length === 0 ? resultOf(preview) : this.after(before, row, move);
  }

  private async after(earlier: readonly EarlierParcel[], row: LeasedRow, move: Ship): Promise<RowResult> {
    const { items, ...tracking } = move.input;
    const whole = await this.previewOf(row, { move: 'ship', input: tracking });
    const everything = whole.isAllowed ? whole.effects.sent : [];
    const { orderNumber } = row.wish;
    const parcel = afterEarlier({ orderNumber, everything, earlier, ...(items && { items }) });
    if ('items' in parcel)
      return resultOf(
        await this.previewOf(row, { move: 'ship', input: { ...tracking, items: parcel.items } }),
      );
    const { code, lines } = parcel;
    const sentence = `${problems[code].detail} Earlier in this file: line ${lines.join(', ')}.`;
    return { status: 'refused', code, sentence };
  }

  private previewOf({ started_by: id, wish: { orderNumber } }: LeasedRow, move: Move): Promise<MovePreview> {
    return this.previews.previewOf({ actor: { kind: 'admin', id }, orderNumber, ...move });
  }
}

function resultOf(preview: MovePreview): RowResult {
  if (preview.isAllowed) return { status: 'done', preview };
  return { status: 'refused', code: preview.code, sentence: preview.sentence };
}
