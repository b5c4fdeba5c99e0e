import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import type { Actor } from '../shared/actor.js';
import { assertNever } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { CollectPayment, outcomePending, RETRY_AFTER_SECONDS, underWay } from './collect-payment.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { OrderWriter } from './order-writer.js';
import type { ChosenPayment } from './payment-source.js';
import type { Settled } from './settle-payment.use-case.js';
import { lockOrder } from './settle.sql.js';
import { ShortStock } from './short-stock.js';

/** Who pays, with what, under which key. */
export interface PaymentWish {
  readonly customer: Actor & { readonly id: string };
  readonly payment: ChosenPayment;
  readonly returnUrl?: string;
  readonly claim?: Claim;
}

type Step =
  | { readonly kind: 'paid'; readonly order: OrderRow; readonly attempt: AttemptRow }
  | { readonly kind: 'wait' | 'close'; readonly order: OrderRow; readonly attempt: AttemptRow }
  | { readonly kind: 'committed'; readonly order: OrderRow; readonly attempt: AttemptRow };

const MAX_TURNS = 5;

/** Pays a pending order with a new attempt; an open one is closed first. A paid order answers as it was paid. */
@Injectable()
export class PayAgain {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly queries: OrderQueries,
    private readonly writer: OrderWriter,
    private readonly collectPayment: CollectPayment,
    private readonly closeAttempt: CloseAttempt,
    private readonly shortStock: ShortStock,
  ) {}

  async run(orderId: string, wish: PaymentWish): Promise<Settled> {
    // Asked now, since no transaction is open; told where a payment would start.
    const refusal = await this.collectPayment.checkSource(wish.payment.source);
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const step = await this.shortStock.refusing(() =>
        this.uow.run((tx) => this.decideAndWrite(tx, orderId, wish, refusal)),
      );
      switch (step?.kind) {
        case 'paid':
          return step;
        case 'committed':
          return underWay(
            await this.collectPayment.run(step.order, step.attempt, wish.payment.source, wish.customer),
          );
        case 'wait': {
          const settled = await this.queries.waitForAttempt(step.attempt.id);
          if (settled) return underWay(settled);
          break;
        }
        case 'close': {
          const closed = await this.closeAttempt.run(step.order, step.attempt, wish.customer);
          if (closed?.attempt.status === 'succeeded') return underWay(closed);
          if (closed?.attempt.status !== 'failed') throw outcomePending(step.order);
          break;
        }
        case undefined: // stock moved under our feet and is back: decide again
          break;
        default:
          assertNever(step);
      }
    }
    throw new DomainError('request_in_progress', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  private async decideAndWrite(
    tx: Transaction,
    orderId: string,
    wish: PaymentWish,
    refusal: DomainError | undefined,
  ): Promise<Step> {
    const { order, openAttempt, paidAttempt, now } = await lockOrder(tx, orderId);
    if (paidAttempt && order.status !== 'cancelled') return { kind: 'paid', order, attempt: paidAttempt };
    if (order.status !== 'pending')
      throw new DomainError('order_not_payable', { orderId: order.number, orderStatus: order.status });
    if (openAttempt) {
      const running =
        openAttempt.status === 'started' && Date.parse(now) < Date.parse(openAttempt.deadline_at);
      return { kind: running ? 'wait' : 'close', order, attempt: openAttempt };
    }
    const { payment, returnUrl, customer: actor, claim } = wish;
    if (refusal) throw refusal;
    const written = await this.writer.payAgain(tx, order, { payment, returnUrl, actor, claim });
    await this.recorder.announce(tx, written.events);
    return { kind: 'committed', order: written.order, attempt: written.attempt! };
  }
}
