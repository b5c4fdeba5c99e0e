import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { takeClaim } from '../../shared/idempotency.js';
import { newId, publicId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { ExportSources } from './export-source.js';
import { insertExport } from './exports.sql.js';
import { Once } from '../../shared/once.js';
import { checkedReason } from './staff-reason.js';

export interface RequestExportCommand {
  readonly actor: Actor & { readonly id: string };
  /** Which list: `orders`. */
  readonly list: string;
  /** Its filter, as the list takes it; plain JSON. */
  readonly filter: object;
  /** Whether the caller may see personal data; else they are masked. */
  readonly showsPersonalData: boolean;
  readonly reason: string;
  readonly token: string;
}

/** Somebody wants a list as a CSV: the worker makes it, `Exports` says when, and has it for a day. */
@Injectable()
export class RequestExport {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly once: Once,
    private readonly sources: ExportSources,
  ) {}

  /** The export's outside id. 404 `export_not_found` for a list that there is none of. */
  async run(command: RequestExportCommand): Promise<{ exportId: string }> {
    const { actor, list, filter, showsPersonalData, token } = command;
    const reason = checkedReason(command.reason);
    if (!this.sources.of(list)) throw new DomainError('export_not_found');
    const wish = ['export', list, filter, showsPersonalData];
    return this.once.run({ ownerId: actor.id, token, wish }, async (claim) => {
      const id = newId();
      const exportId = publicId('exp', id);
      await this.uow.run(async (tx) => {
        await takeClaim(tx, claim, null);
        await insertExport(tx, { id, list, filter, showsPersonalData, reason, requestedBy: actor.id });
        await this.recorder.record(tx, {
          events: [],
          audit: {
            action: 'list.export',
            outcome: 'done',
            actor,
            subject: { kind: 'export', id: exportId },
            facts: { list, filter, showsPersonalData, reason },
          },
        });
      });
      return { exportId };
    });
  }
}
