import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Recorder } from '../audit/index.js';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newEvent } from '../shared/events/event.js';
import { type Claim, takeClaim } from '../shared/idempotency.js';
import { newId, publicId } from '../shared/ids.js';
import { toMajor, toMinor } from '../shared/money.js';
import { DomainError } from '../shared/problem.js';
import { missingUnits, refundForLines, type Units } from './domain/refund-amount.js';
import type { AttemptRow, OrderRow } from './order-row.js';
import { OrderQueries } from './order.queries.js';
import { SendRefund } from './send-refund.use-case.js';
import { lockOrder, writePlan } from './settle.sql.js';

export interface RequestRefundCommand {
  readonly actor: Actor & { readonly id: string };
  readonly orderNumber: string;
  /** Either an amount in the currency's decimals, or units of products with their share of the tax. */
  readonly amount?: number;
  readonly lines?: readonly Units[];
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
    private readonly queries: OrderQueries,
    private readonly sendRefund: SendRefund,
  ) {}

  /** 404 `order_not_found`, 409 `order_not_payable` where nothing was paid, 409 `refund_exceeds_captured`. */
  async run(command: RequestRefundCommand): Promise<void> {
    if (command.claim?.resumes) return;
    refuseAmountWithLines(command);
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
    if (!paidAttempt)
      throw new DomainError('order_not_payable', { orderId: order.number, reason: 'Nothing was paid' });
    const amountMinor = command.lines
      ? amountOfUnits(order, command.lines, await unitsGivenBack(tx, order.id))
      : amountInMinor(order, command.amount);
    refuseTooMuch(order, paidAttempt, amountMinor);
    await takeClaim(tx, command.claim, order.id);
    const { actor, lines = null, reason } = command;
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
    const deadlineSeconds = this.config.ATTEMPT_DEADLINE_SECONDS;
    await writePlan(tx, order, paidAttempt, {
      attempt: { refunded_minor: paidAttempt.refunded_minor + amountMinor },
      newRefund: {
        id: refundId,
        attemptId: paidAttempt.id,
        amountMinor,
        reason,
        lines,
        send: 'later',
        deadlineSeconds,
      },
      traces: {
        events,
        audit: {
          action: 'order.refund',
          outcome: 'done',
          actor,
          subject: { kind: 'order', id: order.number },
          facts,
        },
      },
    });
    await this.recorder.announce(tx, events);
  }
}

/** Two ways to say how much would leave open which one was meant. */
function refuseAmountWithLines({ amount, lines }: RequestRefundCommand): void {
  if (amount === undefined || lines === undefined) return;
  const errors = [{ field: 'amount', message: 'must not be given together with lines' }];
  throw new DomainError('validation_failed', { errors });
}

/** Units of refunds that were not in vain. Read under the order's lock. */
async function unitsGivenBack(tx: Transaction, orderId: string): Promise<Units[]> {
  const { rows } = await sql<Units>`
    select l."productId", sum(l.quantity)::int as quantity
    from refunds r, jsonb_to_recordset(r.lines) as l("productId" text, quantity int)
    where r.order_id = ${orderId} and r.status in ('pending', 'succeeded') and r.lines is not null
    group by 1`.execute(tx.db);
  return rows;
}

/** A unit is refunded once, whichever refunds name it. */
function amountOfUnits(order: OrderRow, lines: readonly Units[], given: readonly Units[]): number {
  const errors = missingUnits(order, lines, given).map(({ index, left }) => ({
    field: `lines.${index}.quantity`,
    message: `${left} left to refund`,
  }));
  if (errors.length > 0) throw new DomainError('validation_failed', { errors });
  return refundForLines(order, lines, given);
}

function amountInMinor(order: OrderRow, amount: number | undefined): number {
  const minor = amount === undefined ? undefined : toMinor(amount, order.currency);
  if (minor !== undefined && minor > 0) return minor;
  const message = `must be positive, with the decimals of ${order.currency}, where there are no lines`;
  throw new DomainError('validation_failed', { errors: [{ field: 'amount', message }] });
}

function refuseTooMuch(order: OrderRow, paid: AttemptRow, amountMinor: number): void {
  const left = paid.captured_minor - paid.refunded_minor;
  if (amountMinor <= left) return;
  throw new DomainError('refund_exceeds_captured', {
    refundable: toMajor(left, order.currency),
    currency: order.currency,
  });
}
