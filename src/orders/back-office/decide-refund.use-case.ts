import { Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import type { Actor } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { DomainError } from '../../shared/problem.js';
import { lockOrder } from '../settle.sql.js';
import { refuseStale } from '../staff-word.js';
import { CarryOutRefunds } from './carry-out-refunds.sweep.js';
import {
  decideProposal,
  lockProposal,
  makeStale,
  orderOfProposal,
  type ProposalRow,
  readProposal,
} from './refund-proposals.sql.js';
import { proposalView, type RefundProposal } from './refund-proposal.queries.js';
import { RefundLimits } from './refund-limits.js';
import { checkedReason } from './staff-reason.js';

export interface DecideRefundCommand {
  readonly actor: Actor & { readonly id: string };
  readonly proposalId: string;
  readonly decision: 'approved' | 'rejected';
  readonly reason: string;
  /** What this person may give back of one payment in all, in minor units; `null`: as much as there is. */
  readonly limitMinor: number | null;
}

/**
 * A second person agrees to a refund that another one has proposed, or does not. What is agreed to is made once, on the
 * very order that was seen when it was proposed.
 */
@Injectable()
export class DecideRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly limits: RefundLimits,
    private readonly carryOut: CarryOutRefunds,
  ) {}

  /**
   * The proposal as it stands then: `done`, or `stale` with the code of what stood against it. 404
   * `refund_proposal_not_found`; 403 `second_person_required` for who proposed it, `refund_above_limit`; 409
   * `refund_proposal_decided`, `order_has_changed` with the order's present state.
   */
  async run(command: DecideRefundCommand): Promise<RefundProposal> {
    const reason = checkedReason(command.reason);
    const { id, stale } = await this.uow.run((tx) => this.decide(tx, { ...command, reason }));
    if (stale) throw stale;
    if (command.decision === 'approved') await this.carryOut.one(id);
    return proposalView((await readProposal(this.uow.db, id))!);
  }

  /** `stale` is thrown once it is committed that the proposal is. */
  private async decide(
    tx: Transaction,
    { actor, proposalId, decision, reason, limitMinor }: DecideRefundCommand,
  ): Promise<{ readonly id: string; readonly stale?: DomainError }> {
    // An order is locked before what hangs on it.
    const { order } = await lockOrder(tx, await orderOfProposal(tx, proposalId));
    const proposal = await lockProposal(tx, proposalId);
    const { id, version: expectedVersion } = proposal;
    refuseUnlessTheirs(proposal, actor.id);
    if (decision === 'approved') {
      this.limits.refuseAbove(limitMinor, proposal.effects, order.number);
      const stale = await refusalOf(() => refuseStale(tx, order, { expectedVersion }));
      if (stale) {
        await makeStale(tx.db, id, stale.code);
        return { id, stale };
      }
    }
    await decideProposal(tx, id, { status: decision, by: actor.id, reason });
    await this.recorder.record(tx, {
      events: [],
      audit: {
        action: decision === 'approved' ? 'refund.approve' : 'refund.reject',
        outcome: 'done',
        actor,
        subject: { kind: 'order', id: order.number },
        facts: { proposalId, proposedBy: proposal.proposed_by, reason },
      },
    });
    return { id };
  }
}

function refuseUnlessTheirs(proposal: ProposalRow, by: string): void {
  const { status, proposed_by: proposedBy, order_number: orderId } = proposal;
  if (status !== 'open')
    throw new DomainError('refund_proposal_decided', { orderId, proposalStatus: status });
  if (proposedBy === by) throw new DomainError('second_person_required', { orderId });
}

async function refusalOf(work: () => Promise<void>): Promise<DomainError | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return undefined;
}
