import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { DomainError } from '../../shared/problem.js';
import { MoveMakers } from './move-makers.js';
import type { Move } from './moves.js';
import { Once } from '../../shared/once.js';
import { abandonedProposals, endProposal, type ProposalRow, readProposal } from './refund-proposals.sql.js';

/** A claim of somebody who is gone is taken over after 45 s. */
const ABANDONED_SECONDS = 60;
const PAGE = 20;

/**
 * Makes the refunds that two people want, each once, however often it is begun: the claim of the proposal is written in the
 * refund's own commit. The worker finishes what a process that was killed has begun.
 */
@Injectable()
export class CarryOutRefunds implements Sweep {
  readonly name = 'refund-proposals';
  readonly everySeconds = 30;

  constructor(
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly once: Once,
    private readonly makers: MoveMakers,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const ids = await abandonedProposals(this.uow.db, ABANDONED_SECONDS, PAGE);
    for (const id of ids) await this.one(id);
    return 0;
  }

  /** Carries an approved proposal out; where the order stands against it by now, it is stale. */
  async one(id: string): Promise<void> {
    const proposal = await readProposal(this.uow.db, id);
    if (proposal?.status !== 'approved') return;
    try {
      await this.make(proposal);
    } catch (error) {
      if (!(error instanceof DomainError) || error.facts.retryAfterSeconds !== undefined) throw error;
      return endProposal(this.uow.db, id, { status: 'stale', code: error.code });
    }
    await endProposal(this.uow.db, id, { status: 'done' });
  }

  private make(proposal: ProposalRow): Promise<null> {
    const { id, order_number: orderNumber, version, reason, move, input } = proposal;
    // Whoever decided made it happen.
    const actor = { kind: 'admin', id: proposal.decided_by! } as const;
    const form = { ownerId: id, token: 'carried-out', wish: id };
    return this.once.run(form, async (claim) => {
      const expectedVersion = claim.resumes ? undefined : version;
      const wish = { move, input } as Move;
      await this.makers.make(wish, { actor, orderNumber, reason, expectedVersion, claim });
      return null;
    });
  }
}
