import { z } from 'zod';
import type { Money } from '../../../shared/money.js';
import { total, value } from './paypal-money.js';

/**
 * PayPal's objects as far as they are read (developer.paypal.com/api/deprecated/payments/v1, read 2026-11-23). What does
 * not fit is an odd answer, a state that nobody knows included: nothing is concluded from it.
 */
const id = z.string().regex(/^[A-Z0-9]{10,30}$/);
const paymentId = z.string().regex(/^PAY(ID)?-[A-Z0-9]{10,40}$/);
export const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Money that was taken: the sale of a payment, or a capture of its authorization. */
const taking = z.object({
  id,
  amount: total,
  state: z.enum(['pending', 'completed', 'denied', 'partially_refunded', 'refunded', 'reversed']),
  transaction_fee: value.optional(),
  parent_payment: paymentId.optional(),
  create_time: time,
});

const authorization = z.object({
  id,
  amount: total,
  state: z.enum(['pending', 'authorized', 'partially_captured', 'captured', 'voided', 'expired', 'denied']),
  parent_payment: paymentId.optional(),
});

const refund = z.object({
  id,
  amount: total,
  state: z.enum(['pending', 'completed', 'failed', 'cancelled']),
  sale_id: id.optional(),
  capture_id: id.optional(),
  parent_payment: paymentId.optional(),
  /** Our reference. */
  invoice_number: z.string().optional(),
  create_time: time,
  update_time: time.optional(),
});

const transaction = z.object({
  amount: total,
  /** The attempt. */
  custom: z.string().optional(),
  related_resources: z
    .array(
      z.object({
        sale: taking.optional(),
        authorization: authorization.optional(),
        capture: taking.optional(),
        refund: refund.optional(),
      }),
    )
    .default([]),
});

const payment = z
  .object({
    id: paymentId,
    intent: z.enum(['sale', 'authorize']),
    state: z.enum(['created', 'approved', 'failed']),
    failure_reason: z.string().optional(),
    payer: z.object({ payer_info: z.object({ payer_id: z.string().optional() }).optional() }).optional(),
    transactions: z.tuple([transaction]),
    links: z.array(z.object({ rel: z.string(), href: z.url() })).default([]),
  })
  .transform(({ id, intent, state, failure_reason, payer, transactions: [transaction], links }) => {
    const { amount, custom, related_resources: related } = transaction;
    return {
      id,
      intent,
      state,
      amount,
      failureReason: failure_reason,
      attemptId: custom ?? null,
      payerId: payer?.payer_info?.payer_id,
      approvalUrl: links.find(({ rel }) => rel === 'approval_url')?.href,
      authorization: related.find(({ authorization }) => authorization)?.authorization,
      /** One sale, or captures in the order they were made. */
      takings: related
        .flatMap(({ sale, capture }) => sale ?? capture ?? [])
        .toSorted((a, b) => a.create_time.getTime() - b.create_time.getTime()),
      refunds: related.flatMap(({ refund }) => refund ?? []),
    };
  });

export type Payment = z.output<typeof payment>;
export type Taking = z.output<typeof taking>;
export type Authorization = z.output<typeof authorization>;
export type Refund = z.output<typeof refund>;

/** The answer, where it is about the amount that was asked for; throws where it is about another. */
export function about<T extends { readonly amount: Money }>(asked: Money, answer: T): T {
  const { amountMinor, currency } = answer.amount;
  if (amountMinor !== asked.amountMinor || currency !== asked.currency) throw new Error('another amount');
  return answer;
}

/** Throws where an answer is not what it should be. */
export const readPayment = (answer: unknown): Payment => payment.parse(answer);
export const readTaking = (answer: unknown): Taking => taking.parse(answer);
export const readAuthorization = (answer: unknown): Authorization => authorization.parse(answer);
export const readRefund = (answer: unknown): Refund => refund.parse(answer);
