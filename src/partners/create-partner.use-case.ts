import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { ApiKeys, type KeyMode, type Scope } from '../auth/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId, publicId } from '../shared/ids.js';
import { toPersonalColumn } from '../shared/personal-data.js';

export interface NewPartner {
  readonly name: string;
  /** Whom we write to when something of theirs does not work. */
  readonly email: string;
  readonly scopes: readonly Scope[];
  readonly mode: KeyMode;
}

/** A key as it is told, once. */
export interface ToldKey {
  readonly partnerId: string;
  readonly keyId: string;
  readonly key: string;
}

/** Opens a partner's account with its first key. */
@Injectable()
export class CreatePartner {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly recorder: Recorder,
  ) {}

  async run({ name, email, scopes, mode }: NewPartner): Promise<ToldKey> {
    const id = newId();
    const partnerId = publicId('prt', id);
    const issued = await this.uow.run(async (tx) => {
      await sql`
        insert into partners (id, name, personal) values (${id}, ${name}, ${toPersonalColumn({ email })}::jsonb)`.execute(
        tx.db,
      );
      const key = await this.keys.issue(tx, { partnerId: id, scopes, mode });
      const subject = { kind: 'partner', id: partnerId } as const;
      const facts = { keyId: publicId('key', key.id), scopes };
      const audit = { action: 'partner.create', outcome: 'done', actor: SYSTEM, subject, facts };
      await this.recorder.record(tx, { events: [], audit });
      return key;
    });
    return { partnerId, keyId: publicId('key', issued.id), key: issued.key };
  }
}
