import type { UnitOfWork } from '../shared/database/unit-of-work.js';
import { hashPassword } from '../shared/passwords.js';
import type { StaffRole } from './domain/permissions.js';
import type { StaffRepository } from './staff.repository.js';

export interface DemoMember {
  readonly email: string;
  readonly role: StaffRole;
  readonly password: string;
  readonly totpSecret: string;
}

/** Makes the members that are missing and leaves the others as they are; their app is taken to be enrolled. */
export class ProvideStaff {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
  ) {}

  async run(members: readonly DemoMember[]): Promise<void> {
    for (const { password, ...member } of members) {
      const present = await this.uow.run((tx) => this.staff.byEmailForUpdate(tx, member.email));
      if (present) continue;
      const passwordHash = await hashPassword(password);
      await this.uow.run(async (tx) => {
        const id = await this.staff.add(tx, { ...member, passwordHash, oneTimeDays: null });
        if (id) await this.staff.takeCode(tx, id, 0);
      });
    }
  }
}
