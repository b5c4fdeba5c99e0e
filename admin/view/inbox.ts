import { Router } from 'express';
import {
  type InterventionRow,
  OpenInterventions,
  RefundProposals,
} from '../../src/orders/back-office/index.js';
import { formatMoney } from '../../src/shared/money.js';
import { may, StaffQueries, type StaffRole } from '../../src/staff/index.js';
import { refuse } from '../http/refusals.js';
import { sessionOf } from '../http/request.js';
import { type Panel, ROOT } from '../panel.js';
import { remedyButton } from '../remedy-button.js';
import { factsInWords } from './facts-in-words.js';
import { ageText, inWords } from './figures.js';

/** Of one page. */
const MOST = 50;
const MOST_OPEN = 1_000;

export const mayReadInbox = (role: StaffRole): boolean => may(role, 'read_audit');

/** How many entries are open, for the menu. */
export const openEntries = (panel: Panel): Promise<number> =>
  panel.get(OpenInterventions).countUpTo({}, MOST_OPEN);

/** What needs a person, the oldest first, a page after another; and refunds that wait for a second one. */
export function inboxView(panel: Panel): Router {
  const router = Router();
  router.get('/inbox', async (request, response) => {
    const { role, memberId } = sessionOf(request);
    if (!mayReadInbox(role)) return refuse(panel, request, response, 'not_permitted');
    const { after } = request.query;
    const page = { limit: MOST, ...(typeof after === 'string' && { after }) };
    const [{ rows, next }, proposals] = await Promise.all([
      panel.get(OpenInterventions).list({}, page),
      may(role, 'read_money') ? panel.get(RefundProposals).waiting() : [],
    ]);
    const names = await panel
      .get(StaffQueries)
      .namesOf([...rows.map(({ ownerId }) => ownerId), ...proposals.map(({ proposedBy }) => proposedBy)]);
    const nameOf = (id: string) => names.get(id) ?? 'somebody';
    response.json({
      entries: rows.map((row) => ({
        ...entryOf(row, role),
        owner: row.ownerId && nameOf(row.ownerId),
        isMine: row.ownerId === memberId,
      })),
      next,
      maySolve: may(role, 'solve_intervention'),
      proposals: proposals.map(
        ({ proposalId, orderId, amountMinor, currency, reason, proposedBy, proposedAt }) => ({
          proposalId,
          amount: formatMoney(amountMinor, currency),
          order: { number: orderId, href: orderAt(orderId) },
          reason,
          by: nameOf(proposedBy),
          proposedAt,
        }),
      ),
    });
  });
  return router;
}

const orderAt = (number: string): string =>
  `${ROOT}/resources/orders/records/${encodeURIComponent(number)}/show`;

function entryOf(row: InterventionRow, role: StaffRole) {
  const { id, kind, orderNumber, remedy, facts, ageSeconds, openedAt } = row;
  return {
    id,
    kind: inWords(kind),
    order: orderNumber && { number: orderNumber, href: orderAt(orderNumber) },
    facts: factsInWords(facts),
    age: ageText(ageSeconds),
    openedAt,
    remedy,
    suggested: remedyButton(row, role),
  };
}
