import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type ApiKey, ApiKeys } from '../auth/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';

/** A partner as who runs the shop sees one. */
export interface PartnerRow {
  readonly partnerId: string;
  readonly name: string;
  readonly email: string;
  readonly keys: readonly ApiKey[];
}

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly personal: { readonly email: string };
}

/** Outside a transaction. */
@Injectable()
export class PartnerQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: ApiKeys,
  ) {}

  /** All of them with all their keys, the oldest first: a person reads them. */
  async list(): Promise<PartnerRow[]> {
    const { rows } = await sql<Stored>`
      select id, name, personal from partners order by created_at, id`.execute(this.uow.db);
    const byPartner = Map.groupBy(await this.keys.list(), ({ partnerId }) => partnerId);
    return rows.map(({ id, name, personal }) => ({
      partnerId: publicId('prt', id),
      name,
      email: fromPersonalColumn(personal).email,
      keys: byPartner.get(id) ?? [],
    }));
  }
}
