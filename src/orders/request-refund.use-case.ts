import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import { Interventions } from '../interventions/index.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { newId, publicId } from '../shared/ids.js';
import { DomainError } from '../shared/problem.js';
import { askedFor, refuseTooMuch, refuseWish, type RefundWish, type Wanted } from './domain/refund-wish.js';
import { unitsGivenBack } from './line-units.sql.js';
import { OrderQueries } from './order.queries.js';
import { failedRefund } from './refunds.sql.js';
import { SendRefund } from './send-refund.use-case.js';
import { lockAttempt, lockOrder, writePlan } from './settle.sql.js';

export interface RequestRefundCommand extends RefundWish {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** For the audit and the customer; a refund that is tried again keeps its own. */
  readonly reason: string;
  readonly claim?: Claim;
}

/** Gives money of a paid order back: allocated in a commit of its own, then sent. Never more than was captured. */
@Injectable()
export class RequestRefund {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly interventions: Interventions,
    private readonly queries: OrderQueries,
    private readonly sendRefund: SendRefund,
  ) {}

  /**
   * 404 `order_not_found`, `refund_not_found`; 409 `order_not_paid` where nothing was captured,
   * `refund_exceeds_captured`, `refund_currency_mismatch`, `refund_not_failed`, each with the figures.
   */
  async run(command: RequestRefundCommand): Promise<void> {
    if (command.claim?.resumes) return;
    refuseWish(command);
    const orderId = await this.queries.orderIdFor(command.actor, command.orderNumber);
    const refundId = newId();
    await this.uow.run((tx) => this.allocate(tx, orderId, refundId, command));
    await this.sendRefund.runOnce(refundId);
  }

  private async allocate(
    tx: Transaction,
    orderId: string,
    refundId: string,
    command: RequestRefundCommand,
  ): Promise<void> {
    const { order, paidAttempt } = await lockOrder(tx, orderId);
    const failed = command.refundId ? await failedRefund(tx, orderId, command.refundId) : undefined;
    const attempt = failed ? await lockAttempt(tx, failed.attempt_id) : paidAttempt;
    if (!attempt || attempt.captured_minor === 0) {
      throw new DomainError('order_not_paid', {
        orderId: order.number,
        captured: 0,
        refundable: 0,
        currency: order.currency,
      });
    }
    const wanted: Wanted = failed
      ? { amountMinor: failed.amount_minor, lines: failed.lines }
      : askedFor(command, order, attempt, await unitsGivenBack(tx, order.id));
    const { amountMinor, lines } = wanted;
    refuseTooMuch(order, attempt, amountMinor);
    await takeClaim(tx, command.claim, order.id);
    if (failed) await this.interventions.close(tx, { kind: 'refund_failed', subjectId: failed.id });
    const { actor } = command;
    const reason = failed?.reason ?? command.reason;
    const facts = { refundId: publicId('ref', refundId), amountMinor, currency: order.currency };
    const events = [
      newEvent({
        type: 'refund.requested',
        orderId,
        customerId: order.customer_id,
        actor: actor.kind,
        data: facts,
      }),
    ];
    const audit = {
      action: failed ? 'order.refund_again' : 'order.refund',
      outcome: 'done',
      actor,
      subject: { kind: 'order', id: order.number },
      facts: { ...facts, reason: command.reason, retryOf: command.refundId },
    } as const;
    await writePlan(tx, order, attempt, {
      attempt: { refunded_minor: attempt.refunded_minor + amountMinor },
      newRefund: {
        id: refundId,
        attemptId: attempt.id,
        amountMinor,
        reason,
        lines,
        send: 'later',
        deadlineSeconds: this.config.ATTEMPT_DEADLINE_SECONDS,
        ...(failed && { retryOf: failed.id }),
      },
      traces: { events, audit },
    });
    await this.recorder.announce(tx, events);
  }
}
