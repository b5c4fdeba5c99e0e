import type { AuthorizationFacts } from '../captures.sql.js';
import type { NewCapture } from '../order-plan.js';
import { uncaptured } from './attempt.js';
import type { Units } from '../../shared/database/units.js';
import { shareOfUnits } from './unit-shares.js';

/**
 * What is captured when a parcel leaves: the share of its units in the order's grand total, with the last one all that
 * is left. `undefined` where there is nothing to take.
 */
export function captureForParcel(
  { order, attempt, underWayMinor, shipped }: AuthorizationFacts,
  parcel: { readonly id: string; readonly units: readonly Units[]; readonly isLast: boolean },
): Pick<NewCapture, 'attemptId' | 'amountMinor' | 'isLast' | 'parcelId'> | undefined {
  const leftMinor = uncaptured(attempt) - underWayMinor;
  const shareMinor = parcel.isLast ? leftMinor : shareOfUnits(order, parcel.units, shipped);
  const amountMinor = Math.min(shareMinor, leftMinor);
  if (amountMinor <= 0) return undefined;
  return { attemptId: attempt.id, amountMinor, isLast: parcel.isLast, parcelId: parcel.id };
}
