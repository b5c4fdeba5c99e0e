import type { OrderPageView } from '../../../src/back-office/index.js';
import { NoteQueries, PreviewMoves, RefundProposals } from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { may, StaffQueries } from '../../../src/staff/index.js';
import { MOVE_OF } from '../../actions/moves/define-move.js';
import { MOVE_ACTIONS } from '../../actions/moves/index.js';
import { orderOf } from '../../actions/moves/order.js';
import type { Panel } from '../../panel.js';
import { goodsSections } from './goods-sections.js';
import { moneySections } from './money-sections.js';
import { personSection } from './person-section.js';
import type { Button, Looker, OrderView } from './section.js';
import { talkSections } from './talk-sections.js';
import { othersSection, timelineSection } from './timeline-section.js';

/** Everything about an order that this person may see. */
export async function orderView(panel: Panel, looker: Looker): Promise<OrderView> {
  const { role, recordId: number } = looker;
  const page = await orderOf(looker, panel);
  const [buttons, proposals, notes] = await Promise.all([
    buttonsOf(panel, looker),
    panel.get(RefundProposals).of(number),
    panel.get(NoteQueries).of(number),
  ]);
  // Who sees people by number alone sees colleagues by theirs.
  const seesPeople = may(role, 'reveal_personal_data');
  const emails = await panel
    .get(StaffQueries)
    .namesOf([
      ...proposals.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]),
      ...notes.map(({ authorId }) => authorId),
      ...page.audit.map(({ actorId }) => actorId),
    ]);
  const nameOf = (id: string | null) => (id === null ? '' : (seesPeople && emails.get(id)) || id);
  return {
    number,
    status: page.order.status,
    facts: factsOf(page, seesPeople),
    buttons,
    sections: [
      ...(seesPeople ? [personSection(page, role)] : []),
      ...goodsSections(page, seesPeople),
      ...(may(role, 'read_money') ? moneySections(page, { proposals, looker, nameOf }) : []),
      timelineSection(page),
      ...talkSections(page, { notes, role, nameOf }),
      othersSection(page),
    ],
  };
}

const fact = (label: string, value: string | null) => (value ? [{ label, value }] : []);

function factsOf({ order, totals, adjustments }: OrderPageView, seesPeople: boolean): OrderView['facts'] {
  const money = (minor: number) => formatMoney(minor, order.currency);
  return [
    ...fact('Payment', order.paymentStatus.replaceAll('_', ' ')),
    ...fact('Method', order.paymentMethod?.replaceAll('_', ' ') ?? null),
    ...fact('Total', money(totals.grandTotalMinor)),
    ...fact('Goods', money(totals.totalMinor)),
    ...fact('Shipping', money(totals.shippingMinor)),
    ...fact('Tax', money(totals.taxMinor)),
    ...adjustments.flatMap(({ kind, label, amountMinor }) => fact(`${kind}: ${label}`, money(amountMinor))),
    ...fact('Customer', seesPeople ? [order.name, order.email].filter(Boolean).join(' · ') : null),
    ...fact('Country', order.country),
    ...fact('Cancelled because of', order.cancelReason?.replaceAll('_', ' ') ?? null),
  ];
}

/** The moves that this person may make at all; those that the order does not allow now say why. */
async function buttonsOf(panel: Panel, { actor, role, recordId: orderNumber }: Looker): Promise<Button[]> {
  const theirs = MOVE_ACTIONS.filter(({ permission }) => may(role, permission));
  if (theirs.length === 0) return [];
  const previews = await panel.get(PreviewMoves).all({ actor, orderNumber });
  return theirs.map(({ name, label }) => {
    const seen = previews.find(({ move }) => move === MOVE_OF.get(name))!;
    return seen.isAllowed
      ? { action: name, label, isAllowed: true }
      : { action: name, label, isAllowed: false, why: seen.sentence };
  });
}
