import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { CONFIG, type Config } from '../config.js';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { EVENTS_BESIDE_THE_STORY } from '../shared/events/event.js';
import { isUuid } from '../shared/ids.js';
import { fromCursor, toCursor } from '../shared/page-cursor.js';
import { DomainError } from '../shared/problem.js';
import type { OrderLinkDto } from './order-link.dto.js';
import type { OrderLink } from './order-links.js';
import { orderLinkView } from './order-link.view.js';
import { ownersFor } from './owners.sql.js';
import { historyView, type OrderHistoryRow } from './order-history.view.js';
import { isOrderNumber } from './order-number.js';
import type { OrderListDto, OrderWithHistoryDto } from './order.dto.js';
import type { AttemptRow, OrderRow, RefundRow } from './order-row.js';
import { orderJson, orderOf, orderParts, type OrderParts } from './order-row.sql.js';
import type { ReturnRow } from './return-row.js';
import { returnJson, returnsOf } from './returns.sql.js';
import { orderView } from './order-view.js';
import type { Settled } from './settle-payment.use-case.js';

/** How often a request that waits for another one's payment looks. */
const WAIT_POLL_MS = 100;

/** Reads of orders, shaped by SQL. Nobody sees what is not theirs: a stranger's order is not found. */
@Injectable()
export class OrderQueries {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * One's own and those of claimed guests: a page of each by its index, merged, and only then the orders themselves.
   * Newest first, keyset paging on creation time and id.
   */
  async list(
    customerId: string,
    filter: { status?: string; limit: number; cursor?: string },
  ): Promise<OrderListDto> {
    const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
    const { rows } = await sql<OrderParts>`
      select ${orderParts('o')} from (
        select page.id from (${ownersFor(customerId)}) u cross join lateral (
          select id, created_at from orders
          where customer_id = u.id
            and ${filter.status ? sql`status = ${filter.status}` : sql`true`}
            and ${after ? sql`(created_at, id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)` : sql`true`}
          order by created_at desc, id desc limit ${filter.limit + 1}) page
        order by page.created_at desc, page.id desc limit ${filter.limit + 1}) page
        join orders o on o.id = page.id
      order by o.created_at desc, o.id desc`.execute(this.uow.db);
    const page = rows.slice(0, filter.limit).map(orderOf);
    const hasMore = rows.length > filter.limit;
    return {
      orders: page.map(orderView),
      pageInfo: {
        nextCursor: hasMore ? toCursor([page.at(-1)!.created_at, page.at(-1)!.id]) : null,
        hasMore,
      },
    };
  }

  /** One order with everything that happened to it, for its customer, an admin or a partner; one statement. 404 `order_not_found`. */
  async getWithHistory(actor: Actor & { id: string }, number: string): Promise<OrderWithHistoryDto> {
    return historyView(await this.history(await this.orderIdFor(actor, number)));
  }

  /** The returns of an order, for its customer or an admin, oldest first. 404 `order_not_found`. */
  async returns(actor: Actor & { id: string }, number: string): Promise<ReturnRow[]> {
    return returnsOf(this.uow.db, await this.orderIdFor(actor, number));
  }

  /** An order as its link shows it, to whoever has the link. 404 `order_not_found`. */
  async linked({ orderNumber, expiresAt }: OrderLink): Promise<OrderLinkDto> {
    return orderLinkView(await this.history(await this.idOf(orderNumber, sql`true`)), expiresAt);
  }

  private async history(orderId: string): Promise<OrderHistoryRow> {
    const { rows } = await sql<OrderHistoryRow>`
      select ${orderJson('o')} as "order",
        coalesce((select jsonb_agg(to_jsonb(a) order by a.created_at) from payment_attempts a where a.order_id = o.id), '[]') as attempts,
        coalesce((select jsonb_agg(to_jsonb(r) order by r.created_at) from refunds r where r.order_id = o.id), '[]') as refunds,
        coalesce((select jsonb_agg(to_jsonb(d) order by d.opened_at) from disputes d where d.order_id = o.id), '[]') as disputes,
        coalesce((select jsonb_agg(${returnJson('r')} order by r.requested_at, r.id) from returns r where r.order_id = o.id), '[]') as returns,
        coalesce((select jsonb_agg(to_jsonb(e) order by e.occurred_at, e.id) from events e
          where e.order_id = o.id and e.type <> all(${EVENTS_BESIDE_THE_STORY}::text[])), '[]') as events,
        coalesce((select jsonb_agg(to_jsonb(p) || jsonb_build_object('items', (
            select jsonb_agg(jsonb_build_object('productId', l.product_id, 'quantity', pl.quantity) order by l.line_no)
            from parcel_lines pl join order_lines l using (order_id, line_no) where pl.parcel_id = p.id)) order by p.shipped_at)
          from parcels p where p.order_id = o.id), '[]') as parcels
      from orders o where o.id = ${orderId}`.execute(this.uow.db);
    return rows[0]!;
  }

  /** The id of an order that the actor may see: admins and partners any, a customer their own and claimed ones. 404 `order_not_found`. */
  async orderIdFor(actor: Actor & { id: string }, number: string): Promise<string> {
    const own = actor.kind === 'customer' ? sql`customer_id in (${ownersFor(actor.id)})` : sql`true`;
    return this.idOf(number, own);
  }

  private async idOf(number: string, visible: RawBuilder<unknown>): Promise<string> {
    const { rows } = isOrderNumber(number)
      ? await sql<{ id: string }>`select id from orders where number = ${number} and ${visible}`.execute(
          this.uow.db,
        )
      : { rows: [] };
    if (!rows[0]) throw new DomainError('order_not_found');
    return rows[0].id;
  }

  /** The order that `/payment/process` means: the named one, else the only pending one, else one paid just now. */
  async payableOrder(customerId: string, number: string | undefined): Promise<string> {
    if (number !== undefined) return this.orderIdFor({ kind: 'customer', id: customerId }, number);
    const { rows } = await sql<{ id: string; number: string; pending: boolean }>`
      with owner as (${ownersFor(customerId)})
      select * from (
        select o.id, o.number, o.created_at, true as pending
        from owner u join orders o on o.customer_id = u.id and o.status = 'pending'
        union all
        select o.id, o.number, o.created_at, false
        from owner u
          join payment_attempts a on a.customer_id = u.id and a.status = 'succeeded'
            and a.settled_at > now() - interval '10 minutes'
          join orders o on o.paid_attempt_id = a.id and o.id = a.order_id and o.status not in ('pending', 'cancelled')) o
      order by pending desc, created_at desc limit 20`.execute(this.uow.db);
    const pending = rows.filter((row) => row.pending);
    if (pending.length > 1) {
      throw new DomainError('several_pending_orders', { orderIds: pending.map((row) => row.number) });
    }
    const found = pending[0] ?? rows[0];
    if (!found) throw new DomainError('no_pending_order');
    return found.id;
  }

  /** Waits while another request is paying, at most until that attempt's deadline. `undefined` where it is still open then. */
  async waitForAttempt(attemptId: string): Promise<Settled | undefined> {
    const polls = Math.ceil((this.config.ATTEMPT_DEADLINE_SECONDS * 1000) / WAIT_POLL_MS);
    for (let poll = 0; poll < polls; poll++) {
      const { rows } = await sql<Settled & { overdue: boolean }>`
        select to_jsonb(a) as attempt, ${orderJson('o')} as "order", a.deadline_at <= now() as overdue
        from payment_attempts a join orders o on o.id = a.order_id where a.id = ${attemptId}`.execute(
        this.uow.db,
      );
      const found = rows[0];
      if (!found) return undefined;
      if (found.attempt.status !== 'started') return { order: found.order, attempt: found.attempt };
      if (found.overdue) return undefined;
      await sleep(WAIT_POLL_MS);
    }
    return undefined;
  }

  async lastAttempt(orderId: string): Promise<{ order: OrderRow; attempt: AttemptRow | null }> {
    const { rows } = await sql<{ order: OrderRow; attempt: AttemptRow | null }>`
      select ${orderJson('o')} as "order",
        (select to_jsonb(a) from payment_attempts a where a.order_id = o.id order by a.created_at desc limit 1) as attempt
      from orders o where o.id = ${orderId}`.execute(this.uow.db);
    return rows[0]!;
  }

  /** An attempt with its order, by the id that only the gateway's redirect knows. */
  async attempt(attemptId: string): Promise<Settled> {
    const { rows } = isUuid(attemptId)
      ? await sql<Settled>`
          select to_jsonb(a) as attempt, ${orderJson('o')} as "order"
          from payment_attempts a join orders o on o.id = a.order_id where a.id = ${attemptId}`.execute(
          this.uow.db,
        )
      : { rows: [] };
    if (!rows[0]) throw new DomainError('attempt_not_found');
    return rows[0];
  }

  /** The refund that a cancellation allocated, if it took money or may have. */
  async cancellationRefund(orderId: string): Promise<RefundRow | undefined> {
    const { rows } = await sql<{ refund: RefundRow }>`
      select to_jsonb(r) as refund from refunds r join orders o on o.id = r.order_id
      where r.order_id = ${orderId} and r.reason = o.cancel_reason order by r.created_at desc limit 1`.execute(
      this.uow.db,
    );
    return rows[0]?.refund;
  }
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d$/;

/** 400 `validation_failed` for what is no cursor of this list. */
function readCursor(cursor: string): { createdAt: string; id: string } {
  const [createdAt, id] = fromCursor(cursor, 2) as [string, string];
  if (TIMESTAMP.test(createdAt) && !Number.isNaN(Date.parse(createdAt)) && isUuid(id))
    return { createdAt, id };
  const errors = [{ field: 'cursor', message: 'cursor must be a nextCursor of this list' }];
  throw new DomainError('validation_failed', { errors });
}
