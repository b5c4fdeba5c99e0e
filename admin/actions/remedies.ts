import { RetryJob } from '../../src/interventions/back-office/index.js';
import { ResendMail } from '../../src/notifications/index.js';
import {
  type InterventionRow,
  MakeMove,
  type Move,
  OrderForms,
  PreviewMoves,
} from '../../src/orders/back-office/index.js';
import { Once } from '../../src/shared/once.js';
import type { Panel } from '../panel.js';
import { ActionRefused, type Decision, type Preview, type Wish } from './action.js';
import { limitOf, withinLimits } from './moves/define-move.js';
import { formOf, namesOf } from './moves/order.js';
import { previewOf } from './moves/preview-of.js';

/** Of a remedy that moves the order: what the dialog of that move would say. */
export async function movePreview(
  panel: Panel,
  { actor, role }: Pick<Wish<unknown>, 'actor' | 'role'>,
  row: InterventionRow,
): Promise<Preview | undefined> {
  const move = moveOf(row);
  if (!move || !row.orderNumber) return undefined;
  const { orderNumber } = row;
  const seen = await panel.get(PreviewMoves).previewOf({ actor, orderNumber, ...move });
  const names = namesOf(await formOf({ recordId: orderNumber }, panel));
  return withinLimits(panel, role, seen, previewOf(seen, names));
}

/** Calls the one use case of the remedy. */
export async function carryOut(
  panel: Panel,
  decision: Decision<unknown>,
  row: InterventionRow,
): Promise<string> {
  const { actor, reason, token } = decision;
  const { action, target } = row.suggested;
  switch (action) {
    case 'resend_mail':
      return panel.get(Once).run({ ownerId: actor.id, token, wish: ['remedy', row.id] }, async (claim) => {
        await panel.get(ResendMail).run({ actor, mailId: target, reason, claim });
        return 'The mail is on its way; the entry closes once it is taken.';
      });
    case 'retry_job':
      await panel.get(RetryJob).run({ actor, jobId: target, reason });
      return 'The job is back in its queue.';
    default:
      return makeMove(panel, decision, row);
  }
}

async function makeMove(
  panel: Panel,
  { actor, role, reason, token, version }: Decision<unknown>,
  row: InterventionRow,
): Promise<string> {
  const move = moveOf(row);
  if (!move || !row.orderNumber) throw new ActionRefused('no_remedy', 'No button carries this remedy out.');
  const { proposalId, said } = await panel.get(MakeMove).run({
    ...move,
    actor,
    orderNumber: row.orderNumber,
    reason,
    token,
    expectedVersion: Number(version.split('/').at(-1)),
    limitMinor: limitOf(panel, role, await panel.get(OrderForms).currencyOf(row.orderNumber)),
  });
  if (proposalId) return 'It waits for a second person now.';
  return said ? `The gateway was asked: ${said.replaceAll('_', ' ')}.` : 'It is done.';
}

function moveOf({ suggested: { action }, facts }: InterventionRow): Move | undefined {
  if (action === 'ask_gateway') return { move: 'ask_gateway', input: {} };
  const { refundId } = facts;
  if (action !== 'refund_again' || typeof refundId !== 'string') return undefined;
  return { move: 'refund', input: { refundId } };
}
