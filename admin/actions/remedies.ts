import { RetryJob } from '../../src/interventions/back-office/index.js';
import { ResendMail } from '../../src/notifications/index.js';
import {
  type InterventionRow,
  MakeMove,
  type Move,
  PreviewMoves,
} from '../../src/orders/back-office/index.js';
import type { Actor } from '../../src/shared/actor.js';
import { Once } from '../../src/shared/once.js';
import type { StaffRole } from '../../src/staff/index.js';
import type { Panel } from '../panel.js';
import { ActionRefused, type Decision } from './action.js';
import { limitOf } from './moves/define-move.js';

type Member = Actor & { readonly id: string };

/** Of a remedy that moves the order: what its preview says now. */
export async function orderVersion(
  panel: Panel,
  actor: Member,
  row: InterventionRow,
): Promise<{ version: number; refusal?: string; warnings: readonly string[] } | undefined> {
  const move = moveOf(row);
  if (!move || !row.orderNumber) return undefined;
  const preview = await panel.get(PreviewMoves).previewOf({ actor, orderNumber: row.orderNumber, ...move });
  if (!preview.isAllowed) return { version: preview.version, refusal: preview.sentence, warnings: [] };
  return { version: preview.version, warnings: preview.warnings };
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
    limitMinor: await limitOn(panel, actor, row, role),
  });
  if (proposalId) return 'It waits for a second person now.';
  return said ? `The gateway was asked: ${said.replaceAll('_', ' ')}.` : 'It is done.';
}

/** The entry does not tell the currency, the preview does; where nothing is known to go back nothing may. */
async function limitOn(
  panel: Panel,
  actor: Member,
  row: InterventionRow,
  role: StaffRole,
): Promise<number | null> {
  const move = moveOf(row)!;
  const preview = await panel.get(PreviewMoves).previewOf({ actor, orderNumber: row.orderNumber!, ...move });
  const moneyBack = preview.isAllowed ? preview.effects.moneyBack : null;
  return moneyBack ? limitOf(panel, role, moneyBack.currency) : 0;
}

function moveOf({ suggested: { action }, facts }: InterventionRow): Move | undefined {
  if (action === 'ask_gateway') return { move: 'ask_gateway', input: {} };
  const { refundId } = facts;
  if (action !== 'refund_again' || typeof refundId !== 'string') return undefined;
  return { move: 'refund', input: { refundId } };
}
