import type { AuditEntry } from '../audit/index.js';
import type { Person } from './user.queries.js';

/** The audit row of what somebody did with their own account: ids only. */
export function auditOfUser(
  action: string,
  { id, role }: Pick<Person, 'id' | 'role'>,
  outcome = 'done',
): AuditEntry {
  return { action, outcome, actor: { kind: role, id }, subject: { kind: 'user', id } };
}
