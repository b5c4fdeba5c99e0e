import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../actor.js';
import type { Db } from '../database/unit-of-work.js';
import { newId } from '../ids.js';

/** Everything that can become true. Names are part of the contract with partners and never change their meaning. */
export const EVENT_TYPES = [
  'order.created',
  'order.adjusted',
  'order.confirmed',
  'order.backorder_filled',
  'order.items_cancelled',
  'order.processing',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
  'parcel.shipped',
  'return.requested',
  'return.approved',
  'return.refused',
  'return.received',
  'parcel.corrected',
  'parcel.delivered',
  'payment.started',
  'payment.requires_action',
  'payment.processing',
  'payment.unknown',
  'payment.failed',
  'payment.expiring',
  'payment.authorized',
  'payment.succeeded',
  'payment.captured',
  'payment.released',
  'capture.failed',
  'refund.requested',
  'refund.succeeded',
  'refund.failed',
  'refund.not_required',
  'dispute.opened',
  'dispute.closed',
  'stock.received',
  'stock.corrected',
  'stock.written_off',
  'stock.low',
  'invoice.issued',
  'credit_note.issued',
  'webhook_endpoint.test',
  'webhook_endpoint.disabled',
] as const;

/** What nobody but ourselves is told: it causes a mail, and changes nothing else. */
const REQUESTS_FOR_MAILS = [
  'order.link_requested',
  'mail.resend_requested',
  'user.password_reset_requested',
  'staff.locked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number] | (typeof REQUESTS_FOR_MAILS)[number];

/** What is told about an order's papers and mails: it moves neither the order nor its money, and is no part of its timeline. */
export const EVENTS_BESIDE_THE_STORY = [
  'invoice.issued',
  'credit_note.issued',
  ...REQUESTS_FOR_MAILS,
] as const satisfies readonly EventType[];

/** A fact, written in the commit that makes it true. Carries ids and amounts, never personal data. */
export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  /** Null for what is about no order. */
  readonly orderId: string | null;
  readonly customerId: string | null;
  /** What an event about stock is about. */
  readonly productId?: string;
  readonly actor: Actor['kind'];
  readonly data: Readonly<Record<string, unknown>>;
}

export function newEvent(event: Omit<DomainEvent, 'id'>): DomainEvent {
  return { id: newId(), ...event };
}

/** The statement that writes events; usable alone or as a CTE of a larger statement. */
export function insertEvents(events: readonly DomainEvent[]): RawBuilder<unknown> {
  return sql`
    insert into events (id, type, order_id, customer_id, product_id, actor, data)
    select e.id, e.type, e."orderId", e."customerId", e."productId", e.actor, e.data
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as e(id uuid, type text, "orderId" uuid, "customerId" uuid, "productId" text, actor text, data jsonb)`;
}

/** What a committed event says: its handlers are told of it by id. */
export async function dataOfEvent(db: Db, id: string): Promise<DomainEvent['data']> {
  const { rows } = await sql<Pick<DomainEvent, 'data'>>`select data from events where id = ${id}`.execute(db);
  return rows[0]!.data;
}
