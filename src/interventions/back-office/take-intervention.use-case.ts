import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { isUuid } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';

export interface TakeInterventionCommand {
  readonly actor: Actor & { readonly id: string };
  readonly interventionId: string;
}

/** Somebody makes it theirs, from whoever had it, so that nobody else begins it too. */
@Injectable()
export class TakeIntervention {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** False where it was theirs already, or is closed. 404 `intervention_not_found`. */
  run({ actor, interventionId }: TakeInterventionCommand): Promise<boolean> {
    return this.uow.run(async (tx) => {
      const { rows } = isUuid(interventionId)
        ? await sql<{ kind: string; ownerId: string | null; isClosed: boolean }>`
            select kind, owner_id as "ownerId", closed_at is not null as "isClosed"
            from interventions where id = ${interventionId} for update`.execute(tx.db)
        : { rows: [] };
      const [found] = rows;
      if (!found) throw new DomainError('intervention_not_found', { interventionId });
      if (found.isClosed || found.ownerId === actor.id) return false;
      await sql`
        update interventions set owner_id = ${actor.id}, taken_at = now() where id = ${interventionId}`.execute(
        tx.db,
      );
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'intervention.take',
          outcome: 'done',
          actor,
          subject: { kind: 'intervention', id: interventionId },
          facts: { kind: found.kind, takenFrom: found.ownerId },
        },
      });
      return true;
    });
  }
}
