import { Injectable } from '@nestjs/common';
import { Payments } from '../payments/index.js';
import { SYSTEM } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Sweep } from '../shared/events/sweeper.js';
import type { RefundRow } from './order-row.js';
import { dueRefunds, leaseRefund, readRefund } from './refunds.sql.js';
import { SettleRefund } from './settle-refund.use-case.js';

/** Refunds that are looked at in one turn of the sweep. */
const PAGE = 20;

/** Tells the gateway about an allocated refund, and settles what it says. The worker repeats it until it is final. */
@Injectable()
export class SendRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payments: Payments,
    private readonly settleRefund: SettleRefund,
  ) {}

  /** A sweep for each gateway: one that hangs keeps nobody else's refunds waiting. */
  get sweeps(): Sweep[] {
    return this.payments.gatewayNames.map((gateway) => ({
      name: `refunds.${gateway}`,
      sweep: () => this.sweep(gateway),
    }));
  }

  /** Sends the refund unless somebody else is doing so. `undefined` where nothing was sent. */
  async runOnce(refundId: string): Promise<RefundRow | undefined> {
    const sentBefore = await leaseRefund(this.uow.db, refundId);
    if (sentBefore === undefined) return undefined;
    const facts = await readRefund(this.uow.db, refundId);
    if (!facts?.attempt.intent_id) return undefined;
    const { refund, attempt } = facts;
    const request = {
      refundId,
      intentId: attempt.intent_id!,
      amount: { amountMinor: refund.amount_minor, currency: refund.currency },
      sentBefore: sentBefore > 0,
    };
    const outcome = await this.payments.refund(attempt.gateway, request);
    return this.settleRefund.run(refundId, outcome, SYSTEM);
  }

  private async sweep(gateway: string): Promise<number> {
    const due = await dueRefunds(this.uow.db, gateway, PAGE);
    await Promise.all(due.map((refundId) => this.runOnce(refundId)));
    return due.length === PAGE ? PAGE : 0;
  }
}
