import type { PanelAction } from '../action.js';
import { approveRefund, rejectRefund } from './decide-refund.action.js';
import {
  correctParcel,
  decideReturn,
  deliverOrder,
  prepareOrder,
  receiveReturn,
  requestReturn,
  shipOrder,
} from './goods.action.js';
import {
  adjustOrder,
  askGateway,
  cancelItems,
  cancelOrder,
  refundOrder,
  sendCapture,
} from './money.action.js';
import { writeNote } from './write-note.action.js';

/** What moves an order, in the order in which its page offers it. */
export const MOVE_ACTIONS: readonly PanelAction[] = [
  prepareOrder,
  shipOrder,
  deliverOrder,
  correctParcel,
  cancelOrder,
  cancelItems,
  refundOrder,
  requestReturn,
  decideReturn,
  receiveReturn,
  adjustOrder,
  askGateway,
  sendCapture,
];

/** Everything that the page of an order offers. */
export const ORDER_ACTIONS: readonly PanelAction[] = [
  ...MOVE_ACTIONS,
  writeNote,
  approveRefund,
  rejectRefund,
];
