/**
 * Staff: who works here, apart from customers, and what each may do in the panel.
 * Owns the staff_members and staff_sessions tables, and the one table of permissions (domain/permissions.ts).
 * Promises: two factors, a code of the second is good once; guesses of both are counted together, before they are looked at,
 * slowed, and lock the account after the fifth, of which the owner is told; a cookie's token is stored as a digest, the
 * second factor's secret sealed; a session ends when it idles, when it is old, and everywhere when its member says so or is changed.
 * Never: tells whether an address is a member's or an account locked; leaves the panel without an administrator.
 * Start reading at log-in.use-case.ts, then pass-second-factor.use-case.ts and staff-sessions.repository.ts.
 */
export { AddMember } from './add-member.use-case.js';
export { ChangeMember, type MemberChange } from './change-member.use-case.js';
export { ChoosePassword, PASSWORD_MIN } from './choose-password.use-case.js';
export {
  isStaffRole,
  may,
  type Permission,
  permissionTable,
  ROLES,
  type StaffRole,
} from './domain/permissions.js';
export { EndSessions } from './end-sessions.use-case.js';
export { Enrolment } from './enrolment.js';
export { LogInStaff } from './log-in.use-case.js';
export { PassSecondFactor } from './pass-second-factor.use-case.js';
export { type DemoMember, ProvideStaff } from './provide-staff.use-case.js';
export { StaffModule } from './staff.module.js';
export { StaffQueries, type StaffRow } from './staff.queries.js';
export { StaffRepository } from './staff.repository.js';
export {
  type SessionStage,
  type StaffSession,
  StaffSessionsRepository,
} from './staff-sessions.repository.js';
export { codeAt } from './totp.js';
