import type { MovePreview, PreviewedEffects } from '../../src/orders/back-office/index.js';
import { OF_THE_ORDER } from './rows.js';
import type { World } from './world.js';

interface Told {
  readonly position: number;
  readonly what: string;
}

/** What a move did to an order, by its rows, in the words of its preview. */
export type Books = Readonly<Record<string, unknown>> & {
  readonly status: string;
  readonly ledger: Readonly<Record<string, number>>;
  readonly events: readonly Told[];
  readonly mails: readonly Told[];
  readonly stock: Readonly<Record<string, { onHand: number; held: number; owed: number }>>;
  readonly sent: number;
  readonly delivered: number;
  readonly refunds: number;
  readonly grandTotal: number;
};

export async function booksOf(world: World, number: string): Promise<Books> {
  const { rows } = await world.db.query(
    `select o.status, o.grand_total_minor::int as "grandTotal",
       coalesce((select jsonb_object_agg(movement, sum) from (
         select movement, sum(amount_minor) from ledger_transfers t where t.order_id = o.id group by 1) t), '{}') as ledger,
       coalesce((select jsonb_agg(jsonb_build_object('position', position, 'what', type) order by position) from events e where e.order_id = o.id and ${OF_THE_ORDER}), '[]') as events,
       coalesce((select jsonb_agg(jsonb_build_object('position', e.position, 'what', m.template)) from mails m join events e on e.id = m.event_id
         where e.order_id = o.id and m.status <> 'obsolete'), '[]') as mails,
       coalesce((select jsonb_object_agg(l.product_id, jsonb_build_object(
           'onHand', s.on_hand, 'held', s.held, 'owed', l.backordered))
         from order_lines l join stock s using (product_id) where l.order_id = o.id), '{}') as stock,
       (select coalesce(sum(quantity), 0)::int from parcel_lines p where p.order_id = o.id) as sent,
       (select count(*)::int from parcels p where p.order_id = o.id and delivered_at is not null) as delivered,
       (select coalesce(sum(amount_minor), 0)::int from refunds r where r.order_id = o.id and status <> 'failed') as refunds,
       (select jsonb_agg(to_jsonb(r) || jsonb_build_object('lines', (
           select jsonb_agg(to_jsonb(b) order by b.line_no) from return_lines b where b.return_id = r.id)) order by r.id)
         from returns r where r.order_id = o.id) as returns,
       (select jsonb_agg(to_jsonb(p) order by p.id) from parcels p where p.order_id = o.id) as parcels
     from orders o where o.number = $1`,
    [number],
  );
  return rows[0];
}

/** What was told after the last event of before. */
const added = ({ events }: Books, after: readonly Told[]): string[] =>
  after
    .filter(({ position }) => position > (events.at(-1)?.position ?? 0))
    .map(({ what }) => what)
    .toSorted();

const totalOf = (books: Books, movement: string): number => books.ledger[movement] ?? 0;

/** The difference of two books. */
export function changeBetween(before: Books, after: Books) {
  return {
    status: { from: before.status, to: after.status },
    refunded: after.refunds - before.refunds,
    booked: totalOf(after, 'refunded') - totalOf(before, 'refunded'),
    taken: totalOf(after, 'captured') - totalOf(before, 'captured'),
    released: totalOf(after, 'released') - totalOf(before, 'released'),
    grandTotal: after.grandTotal === before.grandTotal ? null : after.grandTotal,
    stock: Object.entries(after.stock)
      .map(([productId, now]) => {
        const was = before.stock[productId]!;
        return {
          productId,
          onHand: now.onHand - was.onHand,
          held: now.held - was.held,
          owed: now.owed - was.owed,
        };
      })
      .filter(({ onHand, held, owed }) => onHand !== 0 || held !== 0 || owed !== 0),
    sent: after.sent - before.sent,
    delivered: after.delivered - before.delivered,
    events: added(before, after.events),
    mails: added(before, after.mails),
  };
}

/** What a preview says, in the same words. */
export function foretold(effects: PreviewedEffects): ReturnType<typeof changeBetween> {
  const { moneyBack, moneyTaken, moneyReleased, newGrandTotal } = effects;
  return {
    status: effects.status,
    refunded: moneyBack?.amountMinor ?? 0,
    booked: moneyBack?.when === 'now' ? moneyBack.amountMinor : 0,
    taken: moneyTaken?.amountMinor ?? 0,
    released: moneyReleased?.amountMinor ?? 0,
    grandTotal: newGrandTotal?.amountMinor ?? null,
    stock: effects.stock.map(({ productId, onHand, held, owed }) => ({ productId, onHand, held, owed })),
    sent: effects.sent.reduce((sum, { quantity }) => sum + quantity, 0),
    delivered: effects.delivered.length,
    events: effects.events.map(({ type }) => type as string).toSorted(),
    mails: effects.mails.map(({ template }) => template).toSorted(),
  };
}

/** The effects of a preview that must allow its move. */
export function allowed(preview: MovePreview): PreviewedEffects {
  if (!preview.isAllowed) throw new Error(`${preview.move} is refused: ${preview.sentence}`);
  return preview.effects;
}
