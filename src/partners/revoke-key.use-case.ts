import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { ApiKeys } from '../auth/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { privateId, publicId } from '../shared/ids.js';

/** Ends a key: the next request with it is refused. */
@Injectable()
export class RevokeKey {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly recorder: Recorder,
  ) {}

  /** False where there is no such key, or it had ended. */
  async run(keyId: string): Promise<boolean> {
    const id = privateId('key', keyId);
    if (!id) return false;
    return this.uow.run(async (tx) => {
      const partnerId = await this.keys.revoke(tx, id);
      if (!partnerId) return false;
      const subject = { kind: 'partner', id: publicId('prt', partnerId) } as const;
      const audit = {
        action: 'partner.revoke-key',
        outcome: 'done',
        actor: SYSTEM,
        subject,
        facts: { keyId },
      };
      await this.recorder.record(tx, { events: [], audit });
      return true;
    });
  }
}
