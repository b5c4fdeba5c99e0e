import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import type { Address } from '../shared/addresses/address.js';
import { destinationOf } from '../shared/addresses/destination.js';
import { assertNever } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Claim } from '../shared/idempotency.js';
import type { Locale } from '../shared/locale.js';
import { toMajor } from '../shared/money.js';
import { DomainError } from '../shared/problem.js';
import { placeOf } from '../tariffs/index.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { CollectPayment, outcomePending, RETRY_AFTER_SECONDS, underWay } from './collect-payment.js';
import { decidePlacing, type Placing } from './domain/placing.js';
import { EndPendingOrder } from './end-pending-order.use-case.js';
import { OrderWriter } from './order-writer.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { totalsInOrder, totalsView } from './order-view.js';
import { OrderQueries } from './order.queries.js';
import type { ChosenPayment } from './payment-source.js';
import { lockCart, readPlacingFacts } from './placing-facts.sql.js';
import { type PlacedOrder, ResumeOrder } from './resume-order.js';
import { ShortStock } from './short-stock.js';

export interface PlaceOrderCommand {
  readonly customer: Actor & { readonly id: string };
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  /** Absent: the order is created and waits for `/payment/process` (flow 3). */
  readonly payment?: ChosenPayment;
  /** Absent: what is in the cart. */
  readonly items?: readonly { readonly productId: string; readonly quantity: number }[];
  readonly expectedTotal?: number;
  /** Orders what there is, rather than nothing where something is short. */
  readonly allowPartial?: boolean;
  readonly returnUrl?: string;
  /** Of the mails about the order. */
  readonly locale: Locale;
  readonly claim?: Claim;
}

type Step =
  | Exclude<Placing, { kind: 'create' | 'pay_again' }>
  | { readonly kind: 'committed'; readonly order: OrderRow; readonly attempt: AttemptRow | null };

/** A tied order may have to be waited for, asked about and superseded; more turns than that mean a fight. */
const MAX_TURNS = 5;

/**
 * From cart to order, and to money where the request pays. One commit writes the intent, then the gateway is called,
 * then one commit writes the outcome; a crash between them leaves an open attempt that the reconciler finds.
 */
@Injectable()
export class PlaceOrder {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
    private readonly writer: OrderWriter,
    private readonly queries: OrderQueries,
    private readonly collectPayment: CollectPayment,
    private readonly closeAttempt: CloseAttempt,
    private readonly endPendingOrder: EndPendingOrder,
    private readonly shortStock: ShortStock,
    private readonly resumeOrder: ResumeOrder,
  ) {}

  async run(command: PlaceOrderCommand): Promise<PlacedOrder> {
    const unfinished = command.claim?.resumes;
    if (unfinished?.orderId) return this.resumeOrder.run(unfinished.orderId, unfinished.attemptId, command);
    // Asked now, since no transaction is open; told where a payment would start.
    const refusal = command.payment && (await this.collectPayment.checkSource(command.payment.source));
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const step = await this.shortStock.refusing(() =>
        this.uow.run((tx) => this.decideAndWrite(tx, command, refusal)),
      );
      switch (step?.kind) {
        case 'committed':
          return this.pay(step, command);
        case 'same':
          return this.queries.lastAttempt(step.order.id);
        case 'wait':
          return this.waitFor(step.attempt);
        case 'ask': {
          const settled = await this.closeAttempt.ask(step.order, step.attempt, command.customer);
          if (settled?.attempt.status === 'succeeded') return underWay(settled);
          if (settled?.attempt.status !== 'failed') throw outcomePending(step.order);
          break;
        }
        case 'supersede':
          await this.endPendingOrder.run(step.order.id, 'superseded');
          break;
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
    command: PlaceOrderCommand,
    refusal: DomainError | undefined,
  ): Promise<Step> {
    const { customer, items, payment, claim } = command;
    await lockCart(tx, customer.id);
    const facts = await readPlacingFacts(tx.db, customer.id, items, placeOf(command.shippingAddress));
    const destinationKey = destinationKeyOf(command);
    const placing = decidePlacing(facts, {
      fromCart: items === undefined,
      pays: payment !== undefined,
      destinationKey,
      allowPartial: command.allowPartial ?? false,
      maxPendingOrders: this.config.MAX_PENDING_ORDERS,
    });
    if (placing.kind !== 'create' && placing.kind !== 'pay_again') return placing;
    if (refusal) throw refusal;
    const written =
      placing.kind === 'create'
        ? await this.writer.create(tx, facts, { ...command, destinationKey })
        : await this.writer.payAgain(tx, placing.order, {
            payment: payment!,
            returnUrl: command.returnUrl,
            actor: customer,
            claim,
          });
    refuseOtherTotal(written.order, command.expectedTotal);
    await this.recorder.announce(tx, written.events);
    return { kind: 'committed', order: written.order, attempt: written.attempt };
  }

  private async pay({ order, attempt }: PlacedOrder, command: PlaceOrderCommand): Promise<PlacedOrder> {
    if (!attempt || !command.payment) return { order, attempt: null };
    return underWay(await this.collectPayment.run(order, attempt, command.payment.source, command.customer));
  }

  /** Another request charges this cart: its outcome is this request's answer too. */
  private async waitFor(attempt: AttemptRow): Promise<PlacedOrder> {
    const settled = await this.queries.waitForAttempt(attempt.id);
    if (settled) return underWay(settled);
    throw new DomainError('request_in_progress', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

function refuseOtherTotal(order: OrderRow, expectedTotal: number | undefined): void {
  if (expectedTotal === undefined || toMajor(order.grand_total_minor, order.currency) === expectedTotal)
    return;
  throw new DomainError('total_changed', { ...totalsView(totalsInOrder(order), order.currency) });
}

/** Two creates want the same order where cart and addresses are equal; this is the addresses' half of it. */
function destinationKeyOf({ shippingAddress, billingAddress }: PlaceOrderCommand): string {
  const places = [shippingAddress, billingAddress].map(destinationOf);
  return createHash('sha256').update(JSON.stringify(places)).digest('base64url');
}
