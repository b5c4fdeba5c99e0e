import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { emailKey } from '../shared/personal-data.js';
import { newUser, User } from './domain/user.entity.js';
import { hashPassword } from '../shared/passwords.js';
import type { Role } from './roles.decorator.js';

export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
}

/** Makes the accounts that are missing and leaves the others as they are. Hashes only what it has to make. */
export class ProvideAccounts {
  constructor(private readonly uow: UnitOfWork) {}

  async run(accounts: readonly DemoAccount[]): Promise<void> {
    const missing = await this.missingOf(accounts);
    const users = await Promise.all(
      missing.map(async ({ password, ...account }) =>
        newUser({ ...account, passwordHash: await hashPassword(password) }),
      ),
    );
    await this.uow.run(async (tx) => {
      for (const user of users) {
        await tx.em.createQueryBuilder(User).insert(user).onConflict().ignore().execute();
      }
    });
  }

  private async missingOf(accounts: readonly DemoAccount[]): Promise<DemoAccount[]> {
    const keys = accounts.map(({ email }) => emailKey(email));
    return this.uow.run(async (tx) => {
      const present = await tx.em.find(User, { emailKey: { $in: keys }, passwordHash: { $ne: null } });
      const taken = new Set(present.map((user) => user.emailKey));
      return accounts.filter(({ email }) => !taken.has(emailKey(email)));
    });
  }
}
