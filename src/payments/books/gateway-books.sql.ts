import type { ClientBase } from 'pg';
import { isUuid } from '../../shared/ids.js';
import type { GatewayMovement } from '../gateways/gateway.port.js';

/** Movements that are written at a time: few round trips, and no more of the books in memory. */
const PAGE = 1_000;

/**
 * Exists for its session only. `said_attempt` and `said_refund` are the references that a movement carries, the other
 * two what they stand for here. `is_own`: the payment at the gateway is the one that the attempt knows; a stray is
 * another that carries the attempt's id all the same.
 */
const TABLE = `
  create temporary table if not exists gateway_books (
    kind text not null,
    gateway_id text not null,
    intent_id text,
    is_own boolean not null,
    said_attempt uuid,
    said_refund uuid,
    attempt_id uuid,
    refund_id uuid,
    amount_minor bigint not null,
    currency text not null,
    fee_minor bigint not null,
    occurred_at timestamptz not null,
    primary key (kind, gateway_id)
  )`;

/** What a movement is about here: by our own ids where the gateway has them, else by its ids where we have those. */
const INSERT = `
  insert into gateway_books
  select m.kind, m."gatewayId", m."intentId", m."intentId" is null or i.id is not null, m."attemptId", m."refundId",
    coalesce(a.id, i.id, r.attempt_id), coalesce(r.id, g.id), m."amountMinor", m.currency, coalesce(m."feeMinor", 0),
    m."occurredAt"
  from jsonb_to_recordset($2::jsonb) as m(kind text, "gatewayId" text, "intentId" text, "attemptId" uuid,
      "refundId" uuid, "amountMinor" bigint, currency text, "feeMinor" bigint, "occurredAt" timestamptz)
    left join payment_attempts a on a.id = m."attemptId" and a.gateway = $1
    left join payment_attempts i on i.intent_id = m."intentId" and i.gateway = $1
    left join refunds r on r.id = m."refundId"
    left join refunds g on g.attempt_id = coalesce(a.id, i.id) and g.gateway_refund_id = m."gatewayId" and r.id is null
  on conflict do nothing`;

/** Refunds and disputes of a stray carry no reference themselves: they are about what its capture is about. */
const RESOLVE_STRAYS = `
  update gateway_books b set attempt_id = c.attempt_id, said_attempt = c.said_attempt
  from gateway_books c
  where c.intent_id = b.intent_id and c.kind = 'captured' and c.said_attempt is not null
    and b.attempt_id is null and b.said_attempt is null`;

/** Reads a gateway's books into the session's `gateway_books`, in place of what is there. Outside any transaction. */
export async function loadBooks(
  db: ClientBase,
  gateway: string,
  movements: AsyncIterable<GatewayMovement>,
): Promise<void> {
  await db.query(TABLE);
  await db.query('truncate gateway_books');
  for await (const page of pagesOf(movements)) {
    await db.query(INSERT, [gateway, JSON.stringify(page.map(rowOf))]);
  }
  await db.query('analyze gateway_books');
  await db.query(RESOLVE_STRAYS);
}

/** An id that is none of ours was put there by somebody else. */
const rowOf = ({ attemptId, refundId, fee, ...movement }: GatewayMovement) => ({
  ...movement,
  attemptId: attemptId && isUuid(attemptId) ? attemptId : null,
  refundId: refundId && isUuid(refundId) ? refundId : null,
  feeMinor: fee?.amountMinor,
});

async function* pagesOf(movements: AsyncIterable<GatewayMovement>): AsyncGenerator<GatewayMovement[]> {
  let page: GatewayMovement[] = [];
  for await (const movement of movements) {
    page.push(movement);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
