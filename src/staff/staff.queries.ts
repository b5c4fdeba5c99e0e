import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { isUuid } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { StaffRole } from './domain/permissions.js';

/** Somebody who works here, as an administrator sees them. */
export interface StaffRow {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly active: boolean;
  readonly isEnrolled: boolean;
  readonly isLocked: boolean;
  readonly openSessions: number;
  readonly createdAt: string;
}

/** More people than one panel has. */
const MEMBERS_MAX = 1_000;

/** Outside a transaction. */
@Injectable()
export class StaffQueries {
  constructor(private readonly uow: UnitOfWork) {}

  /** Who some of them are, by id: their e-mail. Nobody's id, and one that is none, is not in it. */
  async namesOf(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const asked = [...new Set(ids)].filter((id) => id !== null && isUuid(id));
    if (asked.length === 0) return new Map();
    const { rows } = await sql<{ readonly id: string; readonly personal: { readonly email: string } }>`
      select id, personal from staff_members where id = any(${asked}::uuid[])`.execute(this.uow.db);
    return new Map(rows.map(({ id, personal }) => [id, fromPersonalColumn(personal).email]));
  }

  /** All of them, the oldest first: a person reads them. */
  async list(): Promise<StaffRow[]> {
    const { rows } = await sql<Omit<StaffRow, 'email'> & { readonly personal: { readonly email: string } }>`
      select m.id, m.personal, m.role, m.active, m.totp_confirmed_at is not null as "isEnrolled",
        coalesce(m.locked_until > now(), false) as "isLocked", m.created_at as "createdAt",
        (select count(*)::int from staff_sessions s where s.member_id = m.id and s.revoked_at is null
           and s.passed_second_factor and least(s.idle_until, s.absolute_until) > now()) as "openSessions"
      from staff_members m order by m.created_at, m.id limit ${MEMBERS_MAX}`.execute(this.uow.db);
    return rows.map(({ personal, ...row }) => ({ ...row, email: fromPersonalColumn(personal).email }));
  }
}
