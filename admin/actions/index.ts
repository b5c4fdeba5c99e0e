import type { PanelAction } from './action.js';
import { carryOutRemedy } from './carry-out-remedy.action.js';
import { correctStock } from './correct-stock.action.js';
import { deactivateMember, resetMember, setRole } from './change-member.action.js';
import { ORDER_ACTIONS } from './moves/index.js';
import { redeliverWebhook } from './redeliver-webhook.action.js';
import { requestExport } from './request-export.action.js';
import { resendMail } from './resend-mail.action.js';
import { retryJob } from './retry-job.action.js';
import { revealCustomer } from './reveal-customer.action.js';
import { revealOrder } from './reveal-order.action.js';
import { solveIntervention } from './solve-intervention.action.js';
import { startBulkRun } from './start-bulk-run.action.js';
import { takeIntervention } from './take-intervention.action.js';

/** Every change that the panel offers. */
export const ACTIONS: readonly PanelAction[] = [
  carryOutRemedy,
  correctStock,
  deactivateMember,
  redeliverWebhook,
  requestExport,
  resendMail,
  resetMember,
  retryJob,
  revealCustomer,
  revealOrder,
  setRole,
  solveIntervention,
  startBulkRun,
  takeIntervention,
  ...ORDER_ACTIONS,
];

export const actionNamed = (name: string | undefined): PanelAction | undefined =>
  ACTIONS.find((action) => action.name === name);
