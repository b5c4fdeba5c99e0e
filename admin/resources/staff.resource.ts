import { ROLES, StaffQueries } from '../../src/staff/index.js';
import type { ListSource, Row } from '../adminjs/list-source.js';
import type { Panel } from '../panel.js';

/** Who works here. */
export const staff: ListSource = {
  id: 'staff',
  label: 'Staff',
  icon: 'UserCheck',
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
  list: async (panel, _filters, { limit, skip }) => (await all(panel)).slice(skip, skip + limit),
  count: async (panel) => (await all(panel)).length,
  find: async (panel, id) => (await all(panel)).find((row) => row['id'] === id),
};

/** They are few: read whole, turned page by page here. */
const all = async (panel: Panel): Promise<Row[]> =>
  (await panel.get(StaffQueries).list()).map((row) => ({ ...row }));
