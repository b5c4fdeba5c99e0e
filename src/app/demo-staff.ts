import type { Config } from '../config.js';
import type { UnitOfWork } from '../shared/database/unit-of-work.js';
import { type DemoMember, ProvideStaff, ROLES, StaffRepository } from '../staff/index.js';

/** Known to everybody: for the box on one's own machine, never for production. */
export const DEMO_TOTP_SECRET = 'SETTLEDEMOSETTLEDEMOSETTLEDEMO22';

/** `admin@…` is the administrator; the others are called as their role is. */
const DEMO_STAFF: readonly DemoMember[] = ROLES.map((role) => {
  const name = role === 'administrator' ? 'admin' : role;
  return {
    email: `${name}@settle.example`,
    role,
    password: `${name}-password-1`,
    totpSecret: DEMO_TOTP_SECRET,
  };
});

/** One member of each role, to try the panel with. */
export const provideDemoStaff = (config: Config, uow: UnitOfWork): Promise<void> =>
  new ProvideStaff(uow, new StaffRepository(config)).run(DEMO_STAFF);
