import { Injectable } from '@nestjs/common';
import { Payments } from '../payments/index.js';
import { SYSTEM } from '../shared/actor.js';
import { invariant } from '../shared/assert.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import { dueCaptures, leaseCapture, readCapture } from './captures.sql.js';
import { gatewayAttempt } from './gateway-attempt.js';
import { SettleCapture } from './settle-capture.use-case.js';

/** Captures that are looked at in one turn of the sweep. */
const PAGE = 20;

/** Tells the gateway to take a part of what was promised, and settles what it says. The worker repeats it until it is final. */
@Injectable()
export class SendCapture {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly settleCapture: SettleCapture,
  ) {}

  /** A sweep for each gateway: one that hangs keeps nobody else's captures waiting. */
  get sweeps(): Sweep[] {
    return this.payments.gatewayNames.map((gateway) => ({
      name: `captures.${gateway}`,
      sweep: () => this.sweep(gateway),
    }));
  }

  /** Sends the capture unless somebody else is doing so, or one before it is undecided. */
  async runOnce(captureId: string): Promise<void> {
    const sentBefore = await leaseCapture(this.uow.db, captureId);
    if (sentBefore === undefined) return;
    const facts = await readCapture(this.uow.db, captureId);
    invariant(facts?.attempt.transaction_id, 'what is captured was authorised');
    const { capture, attempt, order } = facts;
    const outcome = await this.payments.capture(gatewayAttempt(order, attempt), {
      captureId,
      transactionId: attempt.transaction_id!,
      amount: { amountMinor: capture.amount_minor, currency: capture.currency },
      isLast: capture.is_last,
      capturedBeforeMinor: capture.captured_before_minor ?? 0,
      sentBefore: sentBefore > 0,
    });
    await this.settleCapture.run(captureId, outcome, SYSTEM);
  }

  private async sweep(gateway: string): Promise<number> {
    const due = await dueCaptures(this.uow.db, gateway, PAGE);
    await Promise.all(due.map((captureId) => this.runOnce(captureId)));
    return due.length === PAGE ? PAGE : 0;
  }
}
