import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId, newSecret } from '../shared/ids.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { StaffRole } from './domain/permissions.js';

/** What is still asked of who has logged in before the panel opens. */
export type SessionStage = 'enrol' | 'second_factor' | 'new_password' | 'open';

/** A session that is alive, and whose it is. */
export interface StaffSession {
  readonly id: string;
  readonly memberId: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly stage: SessionStage;
}

interface Found extends Omit<StaffSession, 'stage' | 'email'> {
  readonly personal: { readonly email: string };
  readonly passed: boolean;
  readonly isEnrolled: boolean;
  readonly mustChoosePassword: boolean;
}

/** For the second factor: long enough to install an authenticator app. */
const HALF_OPEN_MINUTES = 15;

/** Sessions of people who work here. A cookie's token is told once and stored as a digest. */
@Injectable()
export class StaffSessionsRepository {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
  ) {}

  /** After the password alone. Inside a transaction. */
  async open(tx: Transaction, memberId: string): Promise<string> {
    const token = newSecret();
    await sql`
      insert into staff_sessions (id, member_id, token_hash, idle_until, absolute_until)
      values (${newId()}, ${memberId}, ${digest(token)}, now() + make_interval(mins => ${HALF_OPEN_MINUTES}),
        now() + make_interval(mins => ${HALF_OPEN_MINUTES}))`.execute(tx.db);
    return token;
  }

  /** With both factors: under a new token, so that one that was planted or seen before is worth nothing. Inside a transaction. */
  async promote(tx: Transaction, sessionId: string): Promise<string> {
    const token = newSecret();
    await sql`
      update staff_sessions set passed_second_factor = true, token_hash = ${digest(token)},
        idle_until = now() + make_interval(mins => ${this.config.STAFF_IDLE_MINUTES}),
        absolute_until = now() + make_interval(hours => ${this.config.STAFF_SESSION_HOURS})
      where id = ${sessionId}`.execute(tx.db);
    return token;
  }

  /** One statement: who it is, if the session is alive, and its idle time begins anew. Outside a transaction. */
  async use(token: string): Promise<StaffSession | undefined> {
    const { rows } = await sql<Found>`
      update staff_sessions s set idle_until = case when passed_second_factor
        then least(now() + make_interval(mins => ${this.config.STAFF_IDLE_MINUTES}), absolute_until) else idle_until end
      from staff_members m
      where s.token_hash = ${digest(token)} and s.revoked_at is null and s.idle_until > now() and s.absolute_until > now()
        and m.id = s.member_id and m.active
      returning s.id, m.id as "memberId", m.personal, m.role, s.passed_second_factor as passed,
        m.totp_confirmed_at is not null as "isEnrolled", m.one_time_until is not null as "mustChoosePassword"`.execute(
      this.uow.db,
    );
    if (!rows[0]) return undefined;
    const { id, memberId, personal, role, ...state } = rows[0];
    return { id, memberId, email: fromPersonalColumn(personal).email, role, stage: stageOf(state) };
  }

  /** Inside a transaction. */
  async end(tx: Transaction, sessionId: string): Promise<void> {
    await sql`
      update staff_sessions set revoked_at = now() where id = ${sessionId} and revoked_at is null`.execute(
      tx.db,
    );
  }

  /** All of a member, but the one that is named; tells how many. Inside a transaction. */
  async endAll(tx: Transaction, memberId: string, except: string | null = null): Promise<number> {
    const ended = await sql`
      update staff_sessions set revoked_at = now()
      where member_id = ${memberId} and revoked_at is null and id is distinct from ${except}::uuid`.execute(
      tx.db,
    );
    return Number(ended.numAffectedRows);
  }
}

function stageOf({ passed, isEnrolled, mustChoosePassword }: Omit<Found, keyof StaffSession | 'personal'>) {
  if (!passed) return isEnrolled ? 'second_factor' : 'enrol';
  return mustChoosePassword ? 'new_password' : 'open';
}

/** The token has 256 random bits, so one fast digest protects it as well as a slow one would. */
const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');
