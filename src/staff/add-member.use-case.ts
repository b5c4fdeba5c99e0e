import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { newSecret } from '../shared/ids.js';
import { hashPassword } from '../shared/passwords.js';
import type { StaffRole } from './domain/permissions.js';
import { StaffRepository } from './staff.repository.js';
import { newTotpSecret } from './totp.js';

/** For a first log-in; who comes later asks for another one. */
const ONE_TIME_DAYS = 3;
/** 120 bits: nobody guesses it, and it can be read over a telephone. */
const ONE_TIME_LENGTH = 20;

export interface NewStaff {
  readonly email: string;
  readonly role: StaffRole;
  readonly actor: Actor;
}

/** Somebody begins to work here. Their password is told once, and changed at their first log-in. */
@Injectable()
export class AddMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
    private readonly recorder: Recorder,
  ) {}

  /** `undefined` where the address has a member already. */
  async run({ email, role, actor }: NewStaff): Promise<{ readonly password: string } | undefined> {
    const { password, ...proofs } = await freshProofs();
    const id = await this.uow.run(async (tx) => {
      const added = await this.staff.add(tx, { email, role, ...proofs });
      if (!added) return undefined;
      const audit = {
        action: 'staff.add',
        outcome: 'done',
        actor,
        subject: { kind: 'staff', id: added },
        facts: { role },
      } as const;
      await this.recorder.record(tx, { events: [], audit });
      return added;
    });
    return id ? { password } : undefined;
  }
}

/** What a person begins with: a password that is told once, and a second factor that no app knows yet. */
export async function freshProofs() {
  const password = newSecret().slice(0, ONE_TIME_LENGTH);
  return {
    password,
    passwordHash: await hashPassword(password),
    totpSecret: newTotpSecret(),
    oneTimeDays: ONE_TIME_DAYS,
  };
}
