import paypalApi from 'paypal-rest-sdk/lib/api.js';
import { z } from 'zod';
import type { Money } from '../../../shared/money.js';
import type { DisputeFacts, DisputeStatus } from '../../outcome.js';
import type { PayPalClient } from './paypal-client.js';
import { valueOfCode } from './paypal-money.js';
import { time } from './paypal-objects.js';

const PATH = '/v1/customer/disputes';

const transaction = z.object({ seller_transaction_id: z.string(), custom: z.string().optional() });

/** A dispute as far as it is read (developer.paypal.com/api/customer-disputes/v1/disputes-get, read 2026-11-23). */
const dispute = z.object({
  dispute_id: z.string().regex(/^PP-[A-Z0-9-]{3,40}$/),
  create_time: time,
  update_time: time,
  status: z.enum([
    'OPEN',
    'WAITING_FOR_BUYER_RESPONSE',
    'WAITING_FOR_SELLER_RESPONSE',
    'UNDER_REVIEW',
    'RESOLVED',
  ]),
  reason: z.string(),
  dispute_amount: valueOfCode,
  dispute_outcome: z.object({ outcome_code: z.string(), amount_refunded: valueOfCode.optional() }).optional(),
  disputed_transactions: z.tuple([transaction], transaction),
  seller_response_due_date: time.optional(),
});
export type Dispute = z.output<typeof dispute>;

const page = z.object({
  items: z.array(z.object({ dispute_id: z.string() })).default([]),
  links: z.array(z.object({ rel: z.string(), href: z.url() })).default([]),
});
const LIST_PAGE = 50;
const LIST_PAGES = 200;
/** PayPal lists no older ones. */
const LISTED_MS = 179 * 24 * 3600_000;

/** The calls about disputes. The SDK has none of its own; its inner `executeHttp` is what all of its calls are made of. */
export class PayPalDisputes {
  constructor(private readonly client: PayPalClient) {}

  async retrieve(disputeId: string, deadline: Date): Promise<Dispute> {
    return dispute.parse(await this.get(`${PATH}/${disputeId}`, {}, deadline));
  }

  /** All that PayPal lists, each with its details. */
  async *list(): AsyncGenerator<Dispute> {
    const startTime = new Date(Date.now() - LISTED_MS).toISOString();
    let query: object = { start_time: startTime, page_size: LIST_PAGE };
    for (let pages = 0; pages < LIST_PAGES; pages++) {
      const { items, links } = page.parse(await this.get(PATH, query, this.client.deadline()));
      for (const { dispute_id } of items) yield await this.retrieve(dispute_id, this.client.deadline());
      const next = links.find(({ rel }) => rel === 'next');
      if (!next) return;
      query = Object.fromEntries(new URL(next.href).searchParams);
    }
    throw new Error('more disputes than can be listed');
  }

  private get(path: string, query: object, deadline: Date): Promise<unknown> {
    return this.client.call(deadline, (config, done) =>
      paypalApi.executeHttp('GET', path, query, config, done),
    );
  }
}

/** Ended without a loss for us; any other end is one. */
const WON: ReadonlySet<string> = new Set([
  'RESOLVED_SELLER_FAVOUR',
  'RESOLVED_WITH_PAYOUT',
  'CANCELED_BY_BUYER',
  'DENIED',
  'NONE',
]);

function disputeStatusOf({ status, dispute_outcome }: Dispute): DisputeStatus {
  if (status === 'UNDER_REVIEW') return 'under_review';
  if (status !== 'RESOLVED') return 'open';
  return WON.has(dispute_outcome?.outcome_code ?? '') ? 'won' : 'lost';
}

/** What the customer was given of our money. Until the end PayPal only holds it. */
export function withdrawnBy(dispute: Dispute): Money {
  const { dispute_amount, dispute_outcome } = dispute;
  const isLost = disputeStatusOf(dispute) === 'lost';
  return isLost
    ? (dispute_outcome?.amount_refunded ?? dispute_amount)
    : { ...dispute_amount, amountMinor: 0 };
}

export function disputeFactsOf(dispute: Dispute): DisputeFacts {
  return {
    gatewayDisputeId: dispute.dispute_id,
    status: disputeStatusOf(dispute),
    reason: dispute.reason.toLowerCase(),
    ...dispute.dispute_amount,
    withdrawnMinor: withdrawnBy(dispute).amountMinor,
    // PayPal tells its dispute fees in reports only.
    fee: null,
    evidenceDueBy: dispute.seller_response_due_date ?? null,
  };
}
