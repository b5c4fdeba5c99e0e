import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../../shared/database/unit-of-work.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { privateId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';
import { ChangeOwnEndpoint, type EndpointCommand } from './change-own-endpoint.js';
import { isWanted } from '../event-filter.js';
import { moveLanesUp } from './lanes.sql.js';
import { refuseDisabled } from './send-test.use-case.js';
import { EndpointQueries } from './webhook-endpoint.queries.js';

export interface Range {
  readonly from: string;
  readonly to: string;
  readonly status?: 'delivered' | 'failed';
}

/** One statement writes them all, and the worker sends them beside what is new. */
const REDELIVERIES_MAX = 10_000;

/** Sends again what was sent, or what was missed: one delivery, or a range of time. The order per order holds for it, too. */
@Injectable()
export class Redeliver {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly own: ChangeOwnEndpoint,
    private readonly endpoints: EndpointQueries,
  ) {}

  /**
   * One that is on its way already stays as it is. 404 `webhook_endpoint_not_found`, `webhook_delivery_not_found`; 409
   * `webhook_endpoint_disabled`.
   */
  async one(command: EndpointCommand & { readonly deliveryId: string }): Promise<void> {
    const id = privateId('whd', command.deliveryId) ?? null;
    await this.own.run('webhook_endpoint.redeliver', command, async (endpoint, tx) => {
      refuseDisabled(endpoint);
      const { rows } = await sql`
        select 1 from webhook_deliveries where id = ${id}::uuid and endpoint_id = ${endpoint.id}`.execute(
        tx.db,
      );
      if (rows.length === 0) throw new DomainError('webhook_delivery_not_found');
      await sql`
        update webhook_deliveries set ${QUEUED} where id = ${id}::uuid and finished_at is not null`.execute(
        tx.db,
      );
      await moveLanesUp(tx, endpoint.id);
      return { facts: { deliveryId: command.deliveryId } };
    });
  }

  /** How many. 400 `validation_failed` for more than 10,000; 404 and 409 as above. */
  async range(command: EndpointCommand & Range): Promise<number> {
    const { from, to, status } = command;
    if (Date.parse(from) >= Date.parse(to)) refuse('from', 'from must be before to');
    let count = 0;
    const done = await this.own.run('webhook_endpoint.redeliver', command, async (endpoint, tx) => {
      refuseDisabled(endpoint);
      count = status
        ? await requeue(tx, endpoint.id, { from, to, status })
        : await queueAll(tx, endpoint.id, { from, to });
      if (count > REDELIVERIES_MAX) refuse('to', `the range holds more than ${REDELIVERIES_MAX} events`);
      await moveLanesUp(tx, endpoint.id);
      return { facts: { from, to, status, count } };
    });
    return done ? count : this.askedForLately(command);
  }

  /** What a run before this one has asked for and could not tell. */
  private async askedForLately({ partner, endpointId, from, to }: EndpointCommand & Range): Promise<number> {
    const endpoint = await this.endpoints.row(partner.id, endpointId);
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from webhook_deliveries d join events e on e.id = d.event_id
      where d.endpoint_id = ${endpoint.id} and e.occurred_at >= ${from}::timestamptz
        and e.occurred_at < ${to}::timestamptz and d.requested_at > now() - interval '1 hour'`.execute(
      this.uow.db,
    );
    return rows[0]!.count;
  }
}

/** Free events go at once, those of orders when it is their turn. */
const QUEUED = sql`
  status = case when order_id is null then 'pending' else 'waiting' end, tries = 0, next_try_at = now(),
  finished_at = null, requested_at = now()`;

async function requeue(
  tx: Transaction,
  endpointId: string,
  { from, to, status }: Required<Range>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update webhook_deliveries set ${QUEUED} where id in (
      select d.id from webhook_deliveries d join events e on e.id = d.event_id
      where d.endpoint_id = ${endpointId} and d.status = ${status}
        and e.occurred_at >= ${from}::timestamptz and e.occurred_at < ${to}::timestamptz
      limit ${REDELIVERIES_MAX + 1})`.execute(tx.db);
  return Number(numAffectedRows);
}

/** Also what happened while the endpoint was off, or before there was one. */
async function queueAll(tx: Transaction, endpointId: string, { from, to }: Range): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into webhook_deliveries as d
      (id, endpoint_id, event_id, position, type, order_id, status, requested_at)
    select gen_random_uuid(), w.id, e.id, e.position, e.type, e.order_id,
      case when e.order_id is null then 'pending' else 'waiting' end, now()
    from webhook_endpoints w join events e on ${isWanted}
      and e.occurred_at >= ${from}::timestamptz and e.occurred_at < ${to}::timestamptz
    where w.id = ${endpointId}
    limit ${REDELIVERIES_MAX + 1}
    on conflict (endpoint_id, event_id) do update set
      status = excluded.status, tries = 0, next_try_at = now(), finished_at = null, requested_at = now()
      where d.finished_at is not null`.execute(tx.db);
  return Number(numAffectedRows);
}

function refuse(field: string, message: string): never {
  throw new DomainError('validation_failed', { errors: [{ field, message }] });
}
