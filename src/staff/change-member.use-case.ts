import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { assertNever } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { freshProofs } from './add-member.use-case.js';
import type { StaffRole } from './domain/permissions.js';
import { type Member, StaffRepository } from './staff.repository.js';
import { StaffSessionsRepository } from './staff-sessions.repository.js';

/** What is done to somebody who works here. `reset`: a new password and second factor, for who lost one of them. */
export type MemberChange =
  | { readonly kind: 'role'; readonly role: StaffRole }
  | { readonly kind: 'deactivate' }
  | { readonly kind: 'reset' };

export interface MemberCommand {
  readonly email: string;
  readonly change: MemberChange;
  readonly actor: Actor;
  readonly reason?: string;
  readonly claim?: Claim;
}

export type MemberChanged =
  | { readonly outcome: 'done'; readonly password?: string }
  | { readonly outcome: 'no_such_member' | 'own_account' | 'last_administrator' };

/** Changes what a member may do, or how they prove who they are; never the actor's own. Their sessions end, so that it holds at once. */
@Injectable()
export class ChangeMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
    private readonly sessions: StaffSessionsRepository,
    private readonly recorder: Recorder,
  ) {}

  async run({ email, change, actor, reason, claim }: MemberCommand): Promise<MemberChanged> {
    // A claim that stands was committed with its effect: there is nothing left to do.
    if (claim?.resumes) return { outcome: 'done' };
    const { password, ...proofs } = await freshProofs();
    return this.uow.run(async (tx) => {
      const member = await this.staff.byEmailForUpdate(tx, email);
      if (!member?.active) return { outcome: 'no_such_member' };
      // Whoever sits at a session that somebody left open gets no new password by it.
      if (actor.kind === 'admin' && actor.id === member.id) return { outcome: 'own_account' };
      if (await this.wouldLeaveNone(tx, member, change)) return { outcome: 'last_administrator' };
      await takeClaim(tx, claim, null);
      await this.apply(tx, member, change, proofs);
      await this.sessions.endAll(tx, member.id);
      const facts = { ...(change.kind === 'role' && { from: member.role, to: change.role }), reason };
      const subject = { kind: 'staff', id: member.id } as const;
      const audit = { action: `staff.${change.kind}`, outcome: 'done', actor, subject, facts };
      await this.recorder.record(tx, { events: [], audit });
      return { outcome: 'done', ...(change.kind === 'reset' && { password }) };
    });
  }

  private async wouldLeaveNone(tx: Transaction, member: Member, change: MemberChange): Promise<boolean> {
    const stays = change.kind === 'reset' || (change.kind === 'role' && change.role === 'administrator');
    if (stays || member.role !== 'administrator') return false;
    return (await this.staff.otherAdministratorsForUpdate(tx, member.id)) === 0;
  }

  private apply(
    tx: Transaction,
    { id }: Member,
    change: MemberChange,
    proofs: Omit<Awaited<ReturnType<typeof freshProofs>>, 'password'>,
  ): Promise<void> {
    switch (change.kind) {
      case 'role':
        return this.staff.setRole(tx, id, change.role);
      case 'deactivate':
        return this.staff.deactivate(tx, id);
      case 'reset':
        return this.staff.renew(tx, id, proofs);
      default:
        return assertNever(change);
    }
  }
}
