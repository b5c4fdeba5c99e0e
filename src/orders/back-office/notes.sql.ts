import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';

export interface NewNote {
  readonly id: string;
  readonly orderId: string;
  readonly authorId: string;
  readonly text: string;
}

export async function insertNote(tx: Transaction, { id, orderId, authorId, text }: NewNote): Promise<void> {
  await sql`
    insert into order_notes (id, order_id, customer_id, author_id, text)
    select ${id}, o.id, o.customer_id, ${authorId}, ${text} from orders o where o.id = ${orderId}`.execute(
    tx.db,
  );
}
