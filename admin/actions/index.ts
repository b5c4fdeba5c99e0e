import type { PanelAction } from './action.js';
import { correctStock } from './correct-stock.action.js';
import { deactivateMember, resetMember, setRole } from './change-member.action.js';
import { requestExport } from './request-export.action.js';
import { startBulkRun } from './start-bulk-run.action.js';

/** Every change that the panel offers. */
export const ACTIONS: readonly PanelAction[] = [
  correctStock,
  deactivateMember,
  requestExport,
  resetMember,
  setRole,
  startBulkRun,
];

export const actionNamed = (name: string | undefined): PanelAction | undefined =>
  ACTIONS.find((action) => action.name === name);
