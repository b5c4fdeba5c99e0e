import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { ApiKeys, type KeyMode, type Scope } from '../auth/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { privateId, publicId } from '../shared/ids.js';
import type { ToldKey } from './create-partner.use-case.js';

export interface NewKey {
  readonly partnerId: string;
  readonly scopes: readonly Scope[];
  readonly mode: KeyMode;
}

/** A further key of a partner: to replace one, add the new, move over, revoke the old. */
@Injectable()
export class AddKey {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly recorder: Recorder,
  ) {}

  /** `undefined` where there is no such partner. */
  async run({ partnerId, scopes, mode }: NewKey): Promise<ToldKey | undefined> {
    const id = privateId('prt', partnerId);
    return this.uow.run(async (tx) => {
      const { rows } = await sql`select 1 from partners where id = ${id ?? null}::uuid`.execute(tx.db);
      if (!id || rows.length === 0) return undefined;
      const { id: keyId, key } = await this.keys.issue(tx, { partnerId: id, scopes, mode });
      const told = { partnerId, keyId: publicId('key', keyId), key };
      const subject = { kind: 'partner', id: partnerId } as const;
      const facts = { keyId: told.keyId, scopes };
      const audit = { action: 'partner.add-key', outcome: 'done', actor: SYSTEM, subject, facts };
      await this.recorder.record(tx, { events: [], audit });
      return told;
    });
  }
}
