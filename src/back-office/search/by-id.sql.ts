import { sql, type RawBuilder } from 'kysely';
import { isoTime } from '../../shared/lists/list-plan.js';
import {
  customers,
  documents,
  type Found,
  type Keys,
  orders,
  ordersOf,
  parcels,
  payments,
  refunds,
  withKey,
} from './found.sql.js';

const about = (key: string) => sql`left join orders o on o.id = ${sql.ref(key)}`;

const returns = (keys: Keys) => sql`
  select 'return', r.id::text, jsonb_build_object('number', o.number, 'status', r.status), null::jsonb, ${isoTime('r.requested_at')}
  from (${keys}) k join returns r on r.id = k.id ${about('r.order_id')}`;

const disputes = (keys: Keys) => sql`
  select 'dispute', d.id::text, jsonb_build_object('number', o.number, 'status', d.status, 'amountMinor', d.amount_minor,
      'currency', d.currency), null::jsonb, ${isoTime('d.opened_at')}
  from (${keys}) k join disputes d on d.id = k.id ${about('d.order_id')}`;

const mails = (keys: Keys) => sql`
  select 'mail', m.id::text, jsonb_build_object('about', m.template, 'status', m.status, 'number', o.number), null::jsonb,
    ${isoTime('m.queued_at')}
  from (${keys}) k join mails m on m.id = k.id ${about('m.order_id')}`;

const events = (keys: Keys) => sql`
  select 'event', e.id::text, jsonb_build_object('about', e.type, 'number', o.number), null::jsonb, ${isoTime('e.occurred_at')}
  from (${keys}) k join events e on e.id = k.id ${about('e.order_id')}`;

const deliveries = (keys: Keys) => sql`
  select 'delivery', d.id::text, jsonb_build_object('about', d.type, 'status', d.status, 'number', o.number), null::jsonb,
    ${isoTime('d.created_at')}
  from (${keys}) k join webhook_deliveries d on d.id = k.id ${about('d.order_id')}`;

const endpoints = (keys: Keys) => sql`
  select 'endpoint', e.id::text, jsonb_build_object('about', e.url), null::jsonb, ${isoTime('e.created_at')}
  from (${keys}) k join webhook_endpoints e on e.id = k.id`;

const interventions = (keys: Keys) => sql`
  select 'intervention', i.id::text, jsonb_build_object('about', replace(i.kind, '_', ' '), 'number', o.number,
      'status', case when i.closed_at is null then 'open' else 'closed' end), null::jsonb, ${isoTime('i.opened_at')}
  from (${keys}) k join interventions i on i.id = k.id ${about('i.order_id')}`;

/** What has an inner id, with the table that it is the key of. An account leads to what was ordered by it, too. */
const KINDS = {
  order: [['orders', orders]],
  payment: [['payment_attempts', payments]],
  refund: [['refunds', refunds]],
  customer: [
    ['users', customers],
    ['users', (keys) => orders(ordersOf(keys))],
  ],
  parcel: [['parcels', parcels]],
  return: [['returns', returns]],
  invoice: [['invoices', documents]],
  dispute: [['disputes', disputes]],
  mail: [['mails', mails]],
  event: [['events', events]],
  delivery: [['webhook_deliveries', deliveries]],
  endpoint: [['webhook_endpoints', endpoints]],
  intervention: [['interventions', interventions]],
} as const satisfies Partial<
  Record<Found['kind'], readonly (readonly [table: string, tell: (keys: Keys) => RawBuilder<unknown>])[]>
>;

export type KindWithId = keyof typeof KINDS;

/** Of one kind, or of whichever has it. */
export function withId(id: string, of?: KindWithId): RawBuilder<unknown>[] {
  const kinds = of ? KINDS[of] : Object.values(KINDS).flat();
  return kinds.map(([table, tell]) => tell(withKey(table, sql`id = ${id}::uuid`)));
}
