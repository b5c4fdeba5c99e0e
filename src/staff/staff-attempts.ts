import { Injectable } from '@nestjs/common';
import { type AuditEntry, Recorder } from '../audit/index.js';
import { type Transaction } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { type Member, StaffRepository } from './staff.repository.js';

/** A person mistypes two or three times; who guesses gets nowhere with five tries a quarter of an hour. */
const ATTEMPTS_MAX = 5;
const LOCK_MINUTES = 15;

/**
 * Counts what may be a guess, before it is looked at: as many tries at once as anybody likes are no more than the limit. One
 * count for both factors; it falls to nothing only when both were right. Inside a transaction that holds the member's lock.
 */
@Injectable()
export class StaffAttempts {
  constructor(
    private readonly staff: StaffRepository,
    private readonly recorder: Recorder,
  ) {}

  /** False where there are no tries left for now. The last one locks the account, unless it turns out to be right. */
  async begin(tx: Transaction, member: Member): Promise<boolean> {
    if (member.isLocked) return false;
    const attempts = (member.wasLocked ? 0 : member.failedAttempts) + 1;
    await this.staff.count(tx, member.id, attempts, attempts >= ATTEMPTS_MAX ? LOCK_MINUTES : null);
    return true;
  }

  /** It was right, so it was none; what was counted before stays. */
  async takeBack(tx: Transaction, memberId: string): Promise<void> {
    const member = await this.staff.byIdForUpdate(tx, memberId);
    const attempts = Math.max(0, (member?.failedAttempts ?? 0) - 1);
    await this.staff.count(tx, memberId, attempts, null);
  }

  /** It was wrong: the audit tells, and whoever owns the shop where it was the last. */
  async failed(tx: Transaction, memberId: string, action: string): Promise<void> {
    const subject = { kind: 'staff', id: memberId } as const;
    const refused: AuditEntry = { action, outcome: 'invalid_credentials', actor: { kind: 'admin' }, subject };
    await this.recorder.record(tx, { events: [], audit: refused });
    const member = await this.staff.byIdForUpdate(tx, memberId);
    if (!member?.isLocked) return;
    const data = { memberId, lockMinutes: LOCK_MINUTES };
    const event = newEvent({ type: 'staff.locked', orderId: null, customerId: null, actor: 'system', data });
    const audit = { action: 'staff.lock', outcome: 'done', actor: { kind: 'system' }, subject } as const;
    await this.recorder.record(tx, { events: [event], audit });
  }
}
