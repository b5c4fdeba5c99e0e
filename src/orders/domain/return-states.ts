import { StateTable } from '../../shared/state-table.js';

export const RETURN_STATUSES = ['requested', 'approved', 'refused', 'received'] as const;
export type ReturnStatus = (typeof RETURN_STATUSES)[number];

export const RETURN_EVENTS = ['approved', 'refused', 'received'] as const;
export type ReturnEvent = (typeof RETURN_EVENTS)[number];

/** The way of a return. One that an admin's cancellation opens begins `approved`. The docs' diagram is made of this. */
export const returnStates = new StateTable<ReturnStatus, ReturnEvent>(RETURN_STATUSES, [
  { from: 'requested', event: 'approved', to: 'approved', who: 'admin' },
  { from: 'requested', event: 'refused', to: 'refused', who: 'admin' },
  { from: 'approved', event: 'received', to: 'received', who: 'admin' },
]);
