import type { Units } from '../../shared/database/units.js';
import { newId, publicId } from '../../shared/ids.js';
import { toMajor } from '../../shared/money.js';
import { unitsOfLines } from '../line-units.sql.js';
import { parcelsOf } from '../parcels.sql.js';
import { returnsOf } from '../returns.sql.js';
import type { PlanningContext } from './move-plans.js';
import type { Move } from './moves.js';

/** The least that each move could do, so that its own plan says whether it can be made at all. */
export async function sampleMoves({ tx, locked: { order } }: PlanningContext): Promise<Move[]> {
  const [lines, parcels, returns] = [
    await unitsOfLines(tx, order.id),
    await parcelsOf(tx, order.id),
    await returnsOf(tx.db, order.id),
  ];
  const nobodys = newId();
  const parcel = parcels.find(({ deliveredAt }) => deliveredAt === null) ?? parcels[0];
  const returnIn = (status: string) => {
    const back = returns.find((each) => each.status === status) ?? returns.at(-1);
    return publicId('ret', back?.id ?? nobodys);
  };
  const one = (productId: string | undefined): Units[] => [
    { productId: productId ?? order.lines[0]!.product_id, quantity: 1 },
  ];
  const unshipped = order.lines.find(
    (line) => line.quantity > line.cancelled + (lines.find((l) => l.lineNo === line.line_no)?.shipped ?? 0),
  );
  const returnable = lines.find(({ delivered, returned }) => delivered > returned);
  const smallest = toMajor(1, order.currency);
  return [
    { move: 'prepare', input: {} },
    { move: 'ship', input: { carrier: 'any', trackingNumber: nobodys } },
    { move: 'correct_parcel', input: { parcelId: publicId('par', parcel?.id ?? nobodys) } },
    { move: 'deliver', input: {} },
    { move: 'cancel', input: {} },
    { move: 'cancel_items', input: { items: one(unshipped?.product_id) } },
    { move: 'refund', input: { amount: smallest } },
    { move: 'request_return', input: { items: one(returnable?.productId) } },
    { move: 'decide_return', input: { returnId: returnIn('requested'), decision: 'approved' } },
    { move: 'receive_return', input: { returnId: returnIn('approved') } },
    { move: 'adjust', input: { kind: 'fee', label: 'any', amount: smallest } },
    { move: 'ask_gateway', input: {} },
    { move: 'send_capture', input: {} },
  ];
}
