import { ROLES, StaffQueries } from '../../src/staff/index.js';
import type { ListSource } from '../adminjs/list-source.js';
import { wholeList } from './whole-list.js';

/** Who works here. */
export const staff: ListSource = {
  id: 'staff',
  label: 'Staff',
  icon: 'Users',
  group: 'People',
  permission: 'manage_staff',
  fields: [
    { name: 'id', label: 'Id', isId: true, in: ['show'] },
    { name: 'email', label: 'E-mail', isTitle: true },
    { name: 'role', label: 'Role', oneOf: ROLES },
    { name: 'active', label: 'Active', type: 'boolean' },
    { name: 'isEnrolled', label: 'Second factor', type: 'boolean' },
    { name: 'isLocked', label: 'Locked', type: 'boolean' },
    { name: 'openSessions', label: 'Open sessions', type: 'number' },
    { name: 'createdAt', label: 'Since', type: 'datetime', in: ['show'] },
  ],
  ...wholeList(async (panel) => (await panel.get(StaffQueries).list()).map((row) => ({ ...row }))),
};
