import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { type StaffSession, StaffSessionsRepository } from './staff-sessions.repository.js';

/** Ends this session, or every one of the member: on all machines, at once. */
@Injectable()
export class EndSessions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: StaffSessionsRepository,
    private readonly recorder: Recorder,
  ) {}

  run(session: StaffSession, which: 'this' | 'all'): Promise<void> {
    return this.uow.run(async (tx) => {
      if (which === 'this') await this.sessions.end(tx, session.id);
      else await this.sessions.endAll(tx, session.memberId);
      await this.recorder.record(tx, {
        events: [],
        audit: {
          action: which === 'this' ? 'staff.logout' : 'staff.logout-everywhere',
          outcome: 'done',
          actor: { kind: 'admin', id: session.memberId },
          subject: { kind: 'staff', id: session.memberId },
        },
      });
    });
  }
}
