import paypal from 'paypal-rest-sdk';
import { z } from 'zod';
import type { AttemptRef } from '../gateway.port.js';
import type { PayPalClient } from './paypal-client.js';
import { totalOf } from './paypal-money.js';
import { about, type Payment, readPayment } from './paypal-objects.js';

/** The most that PayPal lists at a time. */
const LIST_PAGE = 20;
/** Clocks of ours and of PayPal may differ by this much. */
const CLOCK_SKEW_MS = 600_000;
/** 100,000 payments: more than half a year of a shop of this size. */
const LIST_PAGES = 5_000;

const page = z.object({ payments: z.array(z.unknown()).default([]), next_id: z.string().optional() });
const reference = z.object({ transactions: z.tuple([z.object({ custom: z.string().optional() })]) });

interface ListWish {
  readonly from: Date;
  readonly to?: Date;
  /** Of each page. */
  readonly deadlineOf: () => Date;
}

/** The calls about payments, each under the attempt's own key. Throws what the client throws, and on an odd answer. */
export class PayPalPayments {
  constructor(private readonly client: PayPalClient) {}

  /** What the customer can approve. Takes no money: that takes an execute, which nobody but us can send. */
  async create(attempt: AttemptRef, deadline: Date): Promise<Payment> {
    const payment = {
      intent: attempt.capturesLater ? 'authorize' : 'sale',
      payer: { payment_method: 'paypal' },
      transactions: [
        {
          amount: totalOf(attempt.amount),
          description: attempt.orderNumber,
          // No invoice_number: an account may be set to refuse one that it has seen, and orders are paid in several attempts.
          custom: attempt.attemptId,
        },
      ],
      redirect_urls: { return_url: attempt.returnUrl, cancel_url: attempt.returnUrl },
    };
    const answer = await this.client.call(
      deadline,
      (config, done) => paypal.payment.create(payment, config, done),
      `${attempt.attemptId}:create`,
    );
    return about(attempt.amount, readPayment(answer));
  }

  async execute(
    attempt: AttemptRef & { intentId: string },
    payerId: string,
    deadline: Date,
  ): Promise<Payment> {
    const answer = await this.client.call(
      deadline,
      (config, done) => paypal.payment.execute(attempt.intentId, { payer_id: payerId }, config, done),
      `${attempt.attemptId}:execute`,
    );
    return readPayment(answer);
  }

  async retrieve(intentId: string, deadline: Date): Promise<Payment> {
    const answer = await this.client.call(deadline, (config, done) =>
      paypal.payment.get(intentId, config, done),
    );
    return readPayment(answer);
  }

  /**
   * The attempt's payment: by id where it is known, else among those made about when the attempt was. PayPal lists only
   * what was executed (developer.paypal.com/api/deprecated/payments/v1/payment-list, read 2026-11-23): enough, as
   * nothing else has taken money.
   */
  async find(attempt: AttemptRef, deadline: Date): Promise<Payment | undefined> {
    if (attempt.intentId) return this.retrieve(attempt.intentId, deadline);
    const createdMs = attempt.createdAt.getTime();
    const from = new Date(createdMs - CLOCK_SKEW_MS);
    const to = new Date(createdMs + CLOCK_SKEW_MS);
    for await (const answer of this.list({ from, to, deadlineOf: () => deadline })) {
      const { success, data } = reference.safeParse(answer);
      if (success && data.transactions[0].custom === attempt.attemptId) return readPayment(answer);
    }
    return undefined;
  }

  /** What was made in a time, oldest first, as PayPal lists it. */
  async *list({ from, to, deadlineOf }: ListWish): AsyncGenerator {
    let startId: string | undefined;
    for (let pages = 0; pages < LIST_PAGES; pages++) {
      const query = {
        count: LIST_PAGE,
        sort_by: 'create_time',
        sort_order: 'asc',
        start_time: from.toISOString(),
        ...(to && { end_time: to.toISOString() }),
        ...(startId && { start_id: startId }),
      };
      const answer = await this.client.call(deadlineOf(), (config, done) =>
        paypal.payment.list(query, config, done),
      );
      const { payments, next_id } = page.parse(answer);
      yield* payments;
      if (!next_id) return;
      startId = next_id;
    }
    throw new Error('more payments than can be listed');
  }
}
