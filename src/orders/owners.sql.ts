import { sql, type RawBuilder } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';

/** Guests that one claim takes over: a person leaves a handful; the next claim takes the rest. */
const GUESTS_OF_A_CLAIM = 100;
/** Orders that a claim names. */
const ORDERS_NAMED = 100;

/**
 * Whose orders a customer may see and act on: their own, and those of guests whom they have claimed. A set of `id`s;
 * orders keep their `customer_id`, since rows about them are insert-only.
 */
export const ownersFor = (customerId: string): RawBuilder<{ id: string }> =>
  sql`select ${customerId}::uuid as id union all select id from users where claimed_by = ${customerId}::uuid`;

/** What decides whether an order's person becomes a caller's. */
export interface ClaimFacts {
  readonly orderId: string;
  /** Whether the caller has a password. */
  readonly isAccount: boolean;
  /** Whether it is another account's, by its making or by a claim. */
  readonly isTaken: boolean;
  readonly sameEmail: boolean;
}

/** Locks the caller, so that of two claims at once the second sees what the first has taken. Inside a transaction. */
export async function lockClaimant(
  tx: Transaction,
  callerId: string,
  orderNumber: string,
): Promise<ClaimFacts | undefined> {
  await sql`select 1 from users where id = ${callerId} for no key update`.execute(tx.db);
  const { rows } = await sql<ClaimFacts>`
    select o.id as "orderId", c.password_hash is not null as "isAccount",
      p.id <> c.id and (p.password_hash is not null or coalesce(p.claimed_by <> c.id, false)) as "isTaken",
      p.email_key = c.email_key as "sameEmail"
    from orders o join users p on p.id = o.customer_id join users c on c.id = ${callerId}
    where o.number = ${orderNumber}`.execute(tx.db);
  return rows[0];
}

/** Guests of the caller's address who have ordered and whom nobody has claimed, the newest first. */
export async function claimableGuests(tx: Transaction, callerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from users g join users c on c.email_key = g.email_key
    where c.id = ${callerId} and g.password_hash is null and g.claimed_by is null
      and exists (select from orders o where o.customer_id = g.id)
    order by g.created_at desc, g.id desc limit ${GUESTS_OF_A_CLAIM}`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Numbers of the orders that an account has claimed, newest first. */
export async function claimedOrders(tx: Transaction, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select o.number from users g cross join lateral (
      select number, created_at, id from orders where customer_id = g.id
      order by created_at desc, id desc limit ${ORDERS_NAMED}) o
    where g.claimed_by = ${accountId}
    order by o.created_at desc, o.id desc limit ${ORDERS_NAMED}`.execute(tx.db);
  return rows.map(({ number }) => number);
}
