import { Injectable } from '@nestjs/common';
import { invariant } from '../shared/assert.js';
import { OrderQueries } from './order.queries.js';
import { PayAgain, type PaymentWish } from './pay-again.js';
import { ResumeOrder } from './resume-order.js';
import type { Settled } from './settle-payment.use-case.js';

export interface PayOrderCommand extends PaymentWish {
  /** Absent: the caller's only pending order. */
  readonly orderNumber?: string;
}

/** Pays a pending order (`/payment/process`). A repeat of a request that never answered goes on where that one ended. */
@Injectable()
export class PayOrder {
  constructor(
    private readonly queries: OrderQueries,
    private readonly payAgain: PayAgain,
    private readonly resumeOrder: ResumeOrder,
  ) {}

  async run({ orderNumber, ...wish }: PayOrderCommand): Promise<Settled> {
    const unfinished = wish.claim?.resumes;
    if (unfinished?.orderId) {
      const { order, attempt } = await this.resumeOrder.run(unfinished.orderId, unfinished.attemptId, wish);
      invariant(attempt, 'a payment that was committed has its attempt');
      return { order, attempt };
    }
    return this.payAgain.run(await this.queries.payableOrder(wish.customer.id, orderNumber), wish);
  }
}
