import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { publicId } from '../../shared/ids.js';

/** A note on an order, as people at the panel read it. */
export interface OrderNote {
  readonly noteId: string;
  readonly authorId: string;
  readonly text: string;
  /** ISO 8601. */
  readonly writtenAt: string;
}

/** More than anybody writes on an order; the newest are told. */
const NOTES_MAX = 200;

@Injectable()
export class NoteQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** The notes of an order by its number, newest first; none for an order that is not there. */
  async of(orderNumber: string): Promise<OrderNote[]> {
    const { rows } = await sql<{ id: string; author_id: string; text: string; written_at: Date }>`
      select n.id, n.author_id, n.text, n.written_at from order_notes n join orders o on o.id = n.order_id
      where o.number = ${orderNumber} order by n.written_at desc, n.id desc limit ${NOTES_MAX}`.execute(
      this.uow.db,
    );
    return rows.map(({ id, author_id: authorId, text, written_at: writtenAt }) => ({
      noteId: publicId('note', id),
      authorId,
      text,
      writtenAt: new Date(writtenAt).toISOString(),
    }));
  }
}
