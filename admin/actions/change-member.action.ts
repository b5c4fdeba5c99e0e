import { z } from 'zod';
import {
  ChangeMember,
  isStaffRole,
  type MemberChange,
  ROLES,
  StaffQueries,
  type StaffRow,
} from '../../src/staff/index.js';
import { Once } from '../../src/shared/once.js';
import { DomainError } from '../../src/shared/problem.js';
import type { Panel } from '../panel.js';
import { ActionRefused, type Decision, defineAction, type PanelAction, type Preview } from './action.js';

const common = {
  resource: 'staff',
  permission: 'manage_staff',
  subject: (recordId: string) => ({ kind: 'staff', id: recordId }),
} as const satisfies Partial<PanelAction>;

const OWN_ACCOUNT = 'This is your own account: another administrator changes it.';

const WHY_NOT = {
  no_such_member: new DomainError('not_found'),
  own_account: new ActionRefused('own_account', OWN_ACCOUNT),
  last_administrator: new ActionRefused('last_administrator', 'The panel would have no administrator left.'),
} as const;

export const setRole = defineAction({
  ...common,
  name: 'set-role',
  label: 'Change role',
  icon: 'Users',
  input: z.object({ role: z.string().refine(isStaffRole) }),
  async fields({ recordId }, panel) {
    const { role } = await memberOf(panel, recordId);
    const options = ROLES.map((value) => ({ value, label: value }));
    return [{ name: 'role', label: 'Role', type: 'select', isRequired: true, options, value: role }];
  },
  async preview({ actor, recordId, input }, panel) {
    const member = await memberOf(panel, recordId);
    const to = input?.role;
    return previewOf(actor, member, [
      { label: 'Role', value: to && to !== member.role ? `${member.role} → ${to}` : member.role },
    ]);
  },
  run: (decision, panel) => change(decision, panel, { kind: 'role', role: decision.input.role }),
});

export const resetMember = defineAction({
  ...common,
  name: 'reset-member',
  label: 'Reset log-in',
  icon: 'Key',
  input: z.object({}),
  fields: async () => [],
  preview: async ({ actor, recordId }, panel) =>
    previewOf(actor, await memberOf(panel, recordId), [
      { label: 'Password', value: 'a one-time one, shown to you once' },
      { label: 'Second factor', value: 'set up anew at the next log-in' },
    ]),
  run: (decision, panel) => change(decision, panel, { kind: 'reset' }),
});

export const deactivateMember = defineAction({
  ...common,
  name: 'deactivate-member',
  label: 'Deactivate',
  icon: 'UserX',
  input: z.object({}),
  fields: async () => [],
  preview: async ({ actor, recordId }, panel) => ({
    ...previewOf(actor, await memberOf(panel, recordId), [{ label: 'Log-in', value: 'refused from now on' }]),
    undo: { isPossible: false, how: 'Who comes back is added with another address.' },
  }),
  run: (decision, panel) => change(decision, panel, { kind: 'deactivate' }),
});

async function memberOf(panel: Panel, id: string): Promise<StaffRow> {
  const member = (await panel.get(StaffQueries).list()).find((row) => row.id === id);
  if (!member) throw new DomainError('not_found');
  return member;
}

function previewOf(
  actor: Decision<unknown>['actor'],
  member: StaffRow,
  effects: Preview['effects'],
): Preview {
  const { id, email, role, active, openSessions } = member;
  const refusal = !active ? 'This member was deactivated.' : id === actor.id ? OWN_ACCOUNT : undefined;
  return {
    version: `${role}/${active}`,
    isAllowed: refusal === undefined,
    ...(refusal && { refusal }),
    effects: [
      { label: 'Member', value: email },
      ...effects,
      { label: 'Open sessions', value: openSessions > 0 ? `${openSessions} → 0` : '0' },
    ],
    warnings: [],
    undo: { isPossible: true, how: 'Change it again.' },
  };
}

/** A password is told to the one who asked, once: no repeat of the request is told it. */
async function change(decision: Decision<unknown>, panel: Panel, change: MemberChange): Promise<string> {
  const { actor, recordId, token, reason } = decision;
  const { email } = await memberOf(panel, recordId);
  let password: string | undefined;
  const told = await panel
    .get(Once)
    .run({ ownerId: actor.id, token, wish: ['member', recordId, change] }, async (claim) => {
      const changed = await panel.get(ChangeMember).run({ email, change, actor, reason, claim });
      if (changed.outcome !== 'done') throw WHY_NOT[changed.outcome];
      password = changed.password;
      return 'Done. Their sessions have ended.';
    });
  return password ? `${told} One-time password, shown this once: ${password}` : told;
}
