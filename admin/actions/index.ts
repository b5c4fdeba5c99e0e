import type { PanelAction } from './action.js';
import { correctStock } from './correct-stock.action.js';
import { deactivateMember, resetMember, setRole } from './change-member.action.js';
import { ORDER_ACTIONS } from './moves/index.js';

/** Every change that the panel offers. */
export const ACTIONS: readonly PanelAction[] = [
  correctStock,
  setRole,
  resetMember,
  deactivateMember,
  ...ORDER_ACTIONS,
];

export const actionNamed = (name: string | undefined): PanelAction | undefined =>
  ACTIONS.find((action) => action.name === name);
