import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { publicId } from '../shared/ids.js';
import { emailKey, fromPersonalColumn } from '../shared/personal-data.js';
import { DomainError } from '../shared/problem.js';
import type { MeDto } from './auth.dto.js';
import type { Personal } from './domain/personal.column.js';
import type { Role } from './roles.decorator.js';

/** A user as answers and tokens tell of one. */
export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly personal: Personal;
}

/** Outside a transaction. */
@Injectable()
export class UserQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** 401 `unauthorized` where the token outlived its user. */
  async me(userId: string): Promise<MeDto> {
    const { rows } = await sql<Person>`select id, role, personal from users where id = ${userId}`.execute(
      this.uow.db,
    );
    if (!rows[0]) throw new DomainError('unauthorized');
    const { id, role, personal } = personOf(rows[0]);
    return { id: publicId('usr', id), email: personal.email, name: personal.name, role };
  }

  /** The one user with a password under this address; guests are never found. */
  async findAccount(email: string): Promise<{ person: Person; passwordHash: string } | undefined> {
    const { rows } = await sql<Person & { password_hash: string }>`
      select id, role, personal, password_hash from users
      where email_key = ${emailKey(email)} and password_hash is not null`.execute(this.uow.db);
    return rows[0] && { person: personOf(rows[0]), passwordHash: rows[0].password_hash };
  }
}

function personOf({ id, role, personal }: Person): Person {
  return { id, role, personal: fromPersonalColumn(personal) };
}
