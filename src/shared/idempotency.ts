import { sql, type RawBuilder } from 'kysely';
import type { Db, Transaction } from './database/unit-of-work.js';
import { DomainError } from './problem.js';

/** A client's promise that requests with this key are one request. Kept for 24 h, then swept. */
export interface Claim {
  readonly ownerId: string;
  readonly key: string;
  /** Digest of method, path and parsed body without card envelopes and tokens. */
  readonly fingerprint: string;
  /**
   * Set where an earlier run of this request committed its effect and never answered: the claim is written in the
   * effect's own commit, so the effect stands and is resumed or told again, never repeated.
   */
  readonly resumes?: { readonly orderId: string | null };
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** A claim without an answer may be taken over this long after it was made: the request's deadline and 30 s. */
const TAKEOVER_AFTER = sql.lit('60 seconds');

export type Found =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'running' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'abandoned'; readonly orderId: string | null };

/** Looks a key up before anything is decided. An abandoned claim is taken over by the statement that finds it. */
export async function findClaim(db: Db, claim: Claim): Promise<Found> {
  const { rows } = await sql<{
    fingerprint: string;
    order_id: string | null;
    status: number | null;
    body: string | null;
    abandoned: boolean;
  }>`
    select fingerprint, order_id, status, body, takeover_at <= now() as abandoned from idempotency_keys
    where owner_id = ${claim.ownerId} and key = ${claim.key} and created_at > now() - interval '24 hours'`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return { kind: 'fresh' };
  if (row.fingerprint !== claim.fingerprint) return { kind: 'reused' };
  if (row.status !== null) return { kind: 'answered', answer: { status: row.status, body: row.body ?? '' } };
  if (!row.abandoned) return { kind: 'running' };
  const taken = await sql`
    update idempotency_keys set takeover_at = now() + interval ${TAKEOVER_AFTER}
    where owner_id = ${claim.ownerId} and key = ${claim.key} and status is null and takeover_at <= now()`.execute(
    db,
  );
  return Number(taken.numAffectedRows) === 1
    ? { kind: 'abandoned', orderId: row.order_id }
    : { kind: 'running' };
}

/** The statement that claims a key; returns one row where the claim is ours. An expired key starts anew. */
export function insertClaim(claim: Claim, orderId: string | null): RawBuilder<{ claimed: number }> {
  return sql<{ claimed: number }>`
    insert into idempotency_keys as k (owner_id, key, fingerprint, order_id, takeover_at)
    values (${claim.ownerId}, ${claim.key}, ${claim.fingerprint}, ${orderId}, now() + interval ${TAKEOVER_AFTER})
    on conflict (owner_id, key) do update
      set fingerprint = excluded.fingerprint, order_id = excluded.order_id, status = null, body = null,
          created_at = now(), takeover_at = excluded.takeover_at
      where k.created_at <= now() - interval '24 hours'
    returning 1 as claimed`;
}

/** Claims the key inside the use case's own commit. 409 `request_in_progress` where another request was faster. */
export async function takeClaim(
  tx: Transaction,
  claim: Claim | undefined,
  orderId: string | null,
): Promise<void> {
  if (!claim || claim.resumes) return;
  const { rows } = await insertClaim(claim, orderId).execute(tx.db);
  if (rows.length === 0) throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
}

/** Stores the answer for replays, byte for byte; makes the claim too where the use case had nothing to commit. */
export async function storeAnswer(db: Db, claim: Claim, answer: StoredAnswer): Promise<void> {
  await sql`
    insert into idempotency_keys as k (owner_id, key, fingerprint, status, body, takeover_at)
    values (${claim.ownerId}, ${claim.key}, ${claim.fingerprint}, ${answer.status}, ${answer.body}, now())
    on conflict (owner_id, key) do update set status = excluded.status, body = excluded.body
      where k.fingerprint = excluded.fingerprint and k.status is null`.execute(db);
}

/** Forgets keys that are older than a client may rely on. At most a page at a time; returns how many. */
export async function forgetOldClaims(db: Db, page: number): Promise<number> {
  const forgotten = await sql`
    delete from idempotency_keys where (owner_id, key) in (
      select owner_id, key from idempotency_keys where created_at < now() - interval '25 hours' limit ${page})`.execute(
    db,
  );
  return Number(forgotten.numAffectedRows);
}

/**
 * Ends a claim whose request was answered with something that is not stored (5xx, a refusal to wait for): a repeat
 * need not wait for the takeover.
 */
export async function releaseClaim(db: Db, claim: Claim): Promise<void> {
  await sql`
    update idempotency_keys set takeover_at = now()
    where owner_id = ${claim.ownerId} and key = ${claim.key} and fingerprint = ${claim.fingerprint} and status is null`.execute(
    db,
  );
}
