import { Inject, Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import { emailKey, fromPersonalColumn, toPersonalColumn } from '../shared/personal-data.js';
import { Sealing } from '../shared/sealing.js';
import type { StaffRole } from './domain/permissions.js';

/** Somebody who works here, as their row is while it is locked. */
export interface Member {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly active: boolean;
  readonly passwordHash: string;
  readonly failedAttempts: number;
  readonly isLocked: boolean;
  /** A lock that is over: attempts are counted from nothing again. */
  readonly wasLocked: boolean;
  /** Has a password that somebody else knows. */
  readonly mustChoosePassword: boolean;
  readonly oneTimeIsOver: boolean;
  readonly totpSealed: string;
  readonly isEnrolled: boolean;
  readonly totpLastStep: number;
}

export interface NewMember {
  readonly email: string;
  readonly role: StaffRole;
  readonly passwordHash: string;
  readonly totpSecret: string;
  /** Where somebody else chose the password: for how long it is good. */
  readonly oneTimeDays: number | null;
}

type Stored = Omit<Member, 'email'> & { readonly personal: { readonly email: string } };

const MEMBER = sql`
  id, personal, role, active, password_hash as "passwordHash", failed_attempts as "failedAttempts",
  coalesce(locked_until > now(), false) as "isLocked", coalesce(locked_until <= now(), false) as "wasLocked",
  one_time_until is not null as "mustChoosePassword", coalesce(one_time_until <= now(), false) as "oneTimeIsOver",
  totp_sealed as "totpSealed", totp_confirmed_at is not null as "isEnrolled", totp_last_step as "totpLastStep"`;

/** Loads members for writing, each with its row's lock. Inside a transaction. */
@Injectable()
export class StaffRepository {
  private readonly sealing: Sealing;

  constructor(@Inject(CONFIG) { JWT_SECRET }: Pick<Config, 'JWT_SECRET'>) {
    this.sealing = new Sealing(JWT_SECRET, 'settle second factors');
  }

  byEmailForUpdate(tx: Transaction, email: string): Promise<Member | undefined> {
    return this.forUpdate(tx, sql`email_key = ${emailKey(email)}`);
  }

  byIdForUpdate(tx: Transaction, id: string): Promise<Member | undefined> {
    return this.forUpdate(tx, sql`id = ${id}`);
  }

  /** False where the address has a member already. */
  async add(tx: Transaction, member: NewMember): Promise<string | undefined> {
    const id = newId();
    const { rows } = await sql<{ id: string }>`
      insert into staff_members (id, email_key, personal, role, password_hash, one_time_until, totp_sealed)
      values (${id}, ${emailKey(member.email)}, ${toPersonalColumn({ email: member.email })}::jsonb, ${member.role},
        ${member.passwordHash}, ${daysFromNow(member.oneTimeDays)}, ${this.sealing.seal(member.totpSecret, id)})
      on conflict (email_key) do nothing returning id`.execute(tx.db);
    return rows[0]?.id;
  }

  /** Everything that a person proves themselves with, anew: what there was opens nothing any more. */
  async renew(tx: Transaction, id: string, member: Omit<NewMember, 'email' | 'role'>): Promise<void> {
    await sql`
      update staff_members set password_hash = ${member.passwordHash}, one_time_until = ${daysFromNow(member.oneTimeDays)},
        totp_sealed = ${this.sealing.seal(member.totpSecret, id)}, totp_confirmed_at = null, totp_last_step = 0,
        failed_attempts = 0, locked_until = null
      where id = ${id}`.execute(tx.db);
  }

  totpSecretOf({ id, totpSealed }: Pick<Member, 'id' | 'totpSealed'>): string {
    return this.sealing.open(totpSealed, id);
  }

  /** Lock out until the limit's time has passed, by the database's clock. */
  async count(tx: Transaction, id: string, attempts: number, lockMinutes: number | null): Promise<void> {
    await sql`
      update staff_members set failed_attempts = ${attempts},
        locked_until = now() + make_interval(mins => ${lockMinutes}::int) where id = ${id}`.execute(tx.db);
  }

  async takeCode(tx: Transaction, id: string, step: number): Promise<void> {
    await sql`
      update staff_members set totp_last_step = ${step}, totp_confirmed_at = coalesce(totp_confirmed_at, now()),
        failed_attempts = 0, locked_until = null
      where id = ${id}`.execute(tx.db);
  }

  async setPassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    await sql`
      update staff_members set password_hash = ${passwordHash}, one_time_until = null where id = ${id}`.execute(
      tx.db,
    );
  }

  async setRole(tx: Transaction, id: string, role: StaffRole): Promise<void> {
    await sql`update staff_members set role = ${role} where id = ${id}`.execute(tx.db);
  }

  async deactivate(tx: Transaction, id: string): Promise<void> {
    await sql`update staff_members set active = false where id = ${id}`.execute(tx.db);
  }

  /** Locks all administrators, so that two who remove each other do not leave none. */
  async otherAdministratorsForUpdate(tx: Transaction, id: string): Promise<number> {
    const { rows } = await sql<{ id: string }>`
      select id from staff_members where role = 'administrator' and active order by id for update`.execute(
      tx.db,
    );
    return rows.filter((row) => row.id !== id).length;
  }

  private async forUpdate(tx: Transaction, which: RawBuilder<unknown>): Promise<Member | undefined> {
    const { rows } = await sql<Stored>`select ${MEMBER} from staff_members where ${which} for update`.execute(
      tx.db,
    );
    if (!rows[0]) return undefined;
    const { personal, ...member } = rows[0];
    return { ...member, email: fromPersonalColumn(personal).email };
  }
}

const daysFromNow = (days: number | null): RawBuilder<unknown> =>
  sql`now() + make_interval(days => ${days}::int)`;
