import type { AttemptRow } from '../order-row.js';

/** Money of an attempt that can still be given back. */
export const refundable = (attempt: AttemptRow): number =>
  Math.max(0, attempt.captured_minor - attempt.refunded_minor - attempt.disputed_minor);

/** Promised money that was neither taken nor let go. */
export const uncaptured = (attempt: AttemptRow): number =>
  Math.max(0, attempt.authorized_minor - attempt.captured_minor - attempt.released_minor);

/** Whether all was taken at once, and not promised to be taken parcel by parcel. */
export const wasTakenAtOnce = (attempt: AttemptRow): boolean => attempt.authorized_minor === 0;

export const isOpen = (attempt: AttemptRow): boolean =>
  attempt.status !== 'succeeded' && attempt.status !== 'failed';
