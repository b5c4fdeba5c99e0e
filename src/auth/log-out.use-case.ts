import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { SessionRepository } from './session.repository.js';

/** Ends the session of the access token: its refresh tokens are void at once. Twice is fine. */
@Injectable()
export class LogOut {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly recorder: Recorder,
  ) {}

  async run({ actor, sessionId }: { actor: Actor & { id: string }; sessionId: string }): Promise<void> {
    await this.uow.run(async (tx) => {
      if (!(await this.sessions.revoke(tx, sessionId))) return;
      const subject = { kind: 'user', id: actor.id } as const;
      await this.recorder.record(tx, {
        events: [],
        audit: { action: 'auth.logout', outcome: 'done', actor, subject },
      });
    });
  }
}
