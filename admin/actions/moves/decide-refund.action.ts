import { z } from 'zod';
import { DecideRefund, RefundProposals, type RefundProposal } from '../../../src/orders/back-office/index.js';
import { formatMoney } from '../../../src/shared/money.js';
import { DomainError, problems } from '../../../src/shared/problem.js';
import { StaffQueries } from '../../../src/staff/index.js';
import type { Panel } from '../../panel.js';
import { defineAction, type PanelAction, type Preview, type Wish } from '../action.js';
import { limitOf } from './define-move.js';
import { linesOf } from './preview-of.js';

const DONE = {
  done: 'It is agreed to, and done.',
  approved: 'It is agreed to, and will be done shortly.',
  rejected: 'It is rejected: nothing happens.',
} as const;

export const approveRefund = decision('approved', 'approve-refund', 'Approve');
export const rejectRefund = decision('rejected', 'reject-refund', 'Reject');

/** What a second person says; the row is a proposal, by its outside id. */
function decision(decision: 'approved' | 'rejected', name: string, label: string): PanelAction {
  return defineAction({
    name,
    label,
    icon: 'CheckCircle',
    resource: 'orders',
    permission: 'approve_refund',
    subject: (recordId) => ({ kind: 'refund', id: recordId }),
    input: z.object({}),
    fields: async () => [],
    async preview(wish, panel) {
      const proposal = await proposalOf(panel, wish.recordId);
      const { orderId, status, effects, proposedBy, reason, expiresAt } = proposal;
      const refusal = refusalOf(proposal, wish);
      return {
        version: status,
        isAllowed: refusal === undefined,
        ...(refusal && { refusal }),
        effects: [
          { label: 'Order', value: orderId },
          { label: 'Proposed by', value: await nameOf(panel, proposedBy) },
          { label: 'Because', value: reason },
          { label: 'Can be decided until', value: `${expiresAt.slice(0, 16).replace('T', ' ')} UTC` },
          ...(decision === 'approved' ? linesOf(effects, new Map()) : [nothing(proposal)]),
        ],
        warnings: [],
        undo: { isPossible: false, how: 'A decision stands; what was rejected can be proposed again.' },
      };
    },
    async run({ actor, role, recordId: proposalId, reason }, panel) {
      const { currency } = await proposalOf(panel, proposalId);
      const limitMinor = limitOf(panel, role, currency);
      const decided = await panel.get(DecideRefund).run({ actor, proposalId, decision, reason, limitMinor });
      const { status, failureCode } = decided;
      if (status === 'done' || status === 'approved' || status === 'rejected') return DONE[status];
      return `It could not be done any more: ${failureCode ?? status}.`;
    },
  });
}

const nothing = ({ amountMinor, currency }: RefundProposal): Preview['effects'][number] => ({
  label: 'Then',
  value: `${formatMoney(amountMinor, currency)} do not go back, and the order stays as it is`,
});

function refusalOf(
  { status, proposedBy }: RefundProposal,
  { actor }: Pick<Wish<unknown>, 'actor'>,
): string | undefined {
  if (status !== 'open') return `${problems.refund_proposal_decided.detail} It is ${status}.`;
  return proposedBy === actor.id ? problems.second_person_required.detail : undefined;
}

async function proposalOf(panel: Panel, proposalId: string): Promise<RefundProposal> {
  const proposal = await panel.get(RefundProposals).find(proposalId);
  if (!proposal) throw new DomainError('refund_proposal_not_found');
  return proposal;
}

async function nameOf(panel: Panel, memberId: string): Promise<string> {
  return (await panel.get(StaffQueries).namesOf([memberId])).get(memberId) ?? memberId;
}
