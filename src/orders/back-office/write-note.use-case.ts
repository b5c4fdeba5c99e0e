import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { takeClaim } from '../../shared/idempotency.js';
import { newId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { OrderQueries } from '../order.queries.js';
import { insertNote } from './notes.sql.js';
import { Once } from '../../shared/once.js';

export interface WriteNoteCommand {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** 1 to 2000 characters; lines are kept. */
  readonly text: string;
  /** Made with the form: a double click writes one note. */
  readonly token: string;
}

/** Control characters and half characters, but for the end of a line. */
const UNPRINTABLE = /[^\P{C}\n]/u;
const LENGTH_MAX = 2000;

/** Somebody who works here notes something on an order, for the others who do. No customer ever sees it. */
@Injectable()
export class WriteNote {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly once: Once,
  ) {}

  /** 404 `order_not_found`, 400 `validation_failed`. The audit tells that there is a note, not what it says. */
  async run({ actor, orderNumber, text, token }: WriteNoteCommand): Promise<void> {
    const checked = checkedText(text);
    const orderId = await this.queries.orderIdFor(actor, orderNumber);
    const form = { ownerId: actor.id, token, wish: ['note', orderNumber, checked] };
    await this.once.run(form, async (claim) => {
      const id = newId();
      await this.uow.run(async (tx) => {
        await takeClaim(tx, claim, orderId);
        // Committed before, by a run that never answered.
        if (claim.resumes) return;
        await insertNote(tx, { id, orderId, authorId: actor.id, text: checked });
        await this.recorder.record(tx, {
          events: [],
          audit: {
            action: 'order.note',
            outcome: 'done',
            actor,
            subject: { kind: 'order', id: orderNumber },
            facts: { noteId: publicId('note', id) },
          },
        });
      });
    });
  }
}

function checkedText(given: string): string {
  const text = given.replaceAll('\r\n', '\n').trim();
  if (text.length > 0 && Array.from(text).length <= LENGTH_MAX && !UNPRINTABLE.test(text)) return text;
  const errors = [{ field: 'text', message: `must have 1 to ${LENGTH_MAX} printable characters` }];
  throw new DomainError('validation_failed', { errors });
}
