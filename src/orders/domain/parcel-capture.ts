import type { AuthorizationFacts } from '../captures.sql.js';
import type { NewCapture } from '../order-plan.js';
import { uncaptured } from './attempt.js';
import type { Units } from '../../shared/database/units.js';
import { shareOfUnits } from './unit-shares.js';

/**
 * What is captured when a parcel leaves: the share of its units in the order's grand total. The last one takes what is
 * left of all that was shipped, to the cent, and lets the rest of the promise go: the share of units that were cancelled is
 * never taken. `undefined` where there is nothing to take and nothing to let go.
 */
export function captureForParcel(
  { order, attempt, underWayMinor, shipped }: AuthorizationFacts,
  parcel: { readonly id: string; readonly units: readonly Units[]; readonly isLast: boolean },
): Pick<NewCapture, 'attemptId' | 'amountMinor' | 'isLast' | 'parcelId'> | undefined {
  const leftMinor = uncaptured(attempt) - underWayMinor;
  const shareMinor = parcel.isLast
    ? shareOfUnits(order, [...shipped, ...parcel.units], []) - attempt.captured_minor - underWayMinor
    : shareOfUnits(order, parcel.units, shipped);
  const amountMinor = Math.max(0, Math.min(shareMinor, leftMinor));
  const letsGo = parcel.isLast && leftMinor > 0;
  if (amountMinor === 0 && !letsGo) return undefined;
  return { attemptId: attempt.id, amountMinor, isLast: parcel.isLast, parcelId: parcel.id };
}
