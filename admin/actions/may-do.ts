import { may, type StaffRole } from '../../src/staff/index.js';
import { RESOURCES } from '../resources/index.js';
import type { PanelAction } from './action.js';

/** Who may not see a row changes nothing about it. */
export function mayDo(role: StaffRole, { permission, resource }: PanelAction): boolean {
  const list = RESOURCES.find(({ id }) => id === resource);
  return may(role, permission) && (list === undefined || may(role, list.permission));
}
