import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { isUuid } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';

export interface SolveInterventionCommand {
  readonly actor: Actor & { readonly id: string };
  readonly interventionId: string;
  /** What was done about it. */
  readonly reason: string;
}

/**
 * Closes an entry by hand, with what was done. A need that is met again afterwards opens a new one: what is still wrong
 * cannot be wished away.
 */
@Injectable()
export class SolveIntervention {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  /** False where it is closed already: of two at once one solves it. 404 `intervention_not_found`. */
  run({ actor, interventionId, reason }: SolveInterventionCommand): Promise<boolean> {
    return this.uow.run(async (tx) => {
      const { rows } = isUuid(interventionId)
        ? await sql<{ kind: string; subjectId: string; isClosed: boolean }>`
            select kind, subject_id as "subjectId", closed_at is not null as "isClosed"
            from interventions where id = ${interventionId} for update`.execute(tx.db)
        : { rows: [] };
      const [found] = rows;
      if (!found) throw new DomainError('intervention_not_found', { interventionId });
      if (found.isClosed) return false;
      await sql`
        update interventions set closed_at = now(), closed_by = ${actor.id}, solution = ${reason}
        where id = ${interventionId}`.execute(tx.db);
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: 'intervention.solve',
          outcome: 'done',
          actor,
          subject: { kind: 'intervention', id: interventionId },
          facts: { kind: found.kind, subjectId: found.subjectId, reason },
        },
      });
      return true;
    });
  }
}
