import { sql, type RawBuilder } from 'kysely';
import type { Db, Transaction } from './database/unit-of-work.js';
import { DomainError } from './problem.js';

/** A client's promise that requests with this key are one request. Kept for 24 h, then swept. */
export interface Claim {
  readonly ownerId: string;
  readonly key: string;
  /** Digest of method, path with its query, and parsed body without card envelopes and tokens. */
  readonly fingerprint: string;
  /** This run of the request. A run that was taken over holds the claim no more: it claims, stores and frees nothing. */
  readonly holder: string;
  /** A claim without an answer may be taken over this long after it was made. */
  readonly takeoverSeconds: number;
  /**
   * Set where an earlier run of this request committed its effect and never answered: the claim is written in the
   * effect's own commit, so the effect stands and is resumed or told again, never repeated.
   */
  readonly resumes?: Unfinished;
}

/** What a run that never answered had begun. */
export interface Unfinished {
  readonly orderId: string | null;
  readonly attemptId: string | null;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export type Found =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'running' }
  | { readonly kind: 'reused' }
  | { readonly kind: 'abandoned' };

/** A run that is alive has answered by then, so long after what bounds it. */
const GRACE_SECONDS = 30;
/** A call and its repeats get twice the limit of one. */
const ROOM_FOR_A_CALL = 2;

/**
 * A run that holds a claim takes one payment or makes one gateway call more, whichever is longer. One that resumes may
 * wait for a payment and ask about it, which the grace covers; a run that takes longer still is fenced by its holder.
 */
export function takeoverSeconds(limits: {
  readonly ATTEMPT_DEADLINE_SECONDS: number;
  readonly GATEWAY_CALL_SECONDS: number;
}): number {
  const call = ROOM_FOR_A_CALL * limits.GATEWAY_CALL_SECONDS;
  return Math.max(limits.ATTEMPT_DEADLINE_SECONDS, call) + GRACE_SECONDS;
}

/** Looks a key up. Changes nothing. */
export async function findClaim(db: Db, claim: Claim): Promise<Found> {
  const { rows } = await sql<{
    fingerprint: string;
    status: number | null;
    body: string | null;
    abandoned: boolean;
  }>`
    select fingerprint, status, body, takeover_at <= now() as abandoned from idempotency_keys
    where owner_id = ${claim.ownerId} and key = ${claim.key} and created_at > now() - interval '24 hours'`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return { kind: 'fresh' };
  if (row.fingerprint !== claim.fingerprint) return { kind: 'reused' };
  if (row.status !== null) return { kind: 'answered', answer: { status: row.status, body: row.body ?? '' } };
  return { kind: row.abandoned ? 'abandoned' : 'running' };
}

/** Takes an abandoned claim over; `undefined` where another run was faster. */
export async function takeOver(db: Db, claim: Claim): Promise<Unfinished | undefined> {
  const { rows } = await sql<Unfinished>`
    update idempotency_keys set holder = ${claim.holder}, takeover_at = ${takeoverAt(claim)}
    where owner_id = ${claim.ownerId} and key = ${claim.key} and status is null and takeover_at <= now()
    returning order_id as "orderId", attempt_id as "attemptId"`.execute(db);
  return rows[0];
}

/** The statement that claims a key, or holds on to one that was taken over; returns one row where the claim is ours. */
export function writeClaim(
  claim: Claim,
  orderId: string | null,
  attemptId: string | null = null,
): RawBuilder<{ claimed: number }> {
  if (claim.resumes) {
    return sql<{ claimed: number }>`
      update idempotency_keys set order_id = coalesce(${orderId}, order_id), attempt_id = coalesce(${attemptId}, attempt_id),
        takeover_at = ${takeoverAt(claim)}
      where owner_id = ${claim.ownerId} and key = ${claim.key} and holder = ${claim.holder} and status is null
      returning 1 as claimed`;
  }
  return sql<{ claimed: number }>`
    insert into idempotency_keys as k (owner_id, key, fingerprint, holder, order_id, attempt_id, takeover_at)
    values (${claim.ownerId}, ${claim.key}, ${claim.fingerprint}, ${claim.holder}, ${orderId}, ${attemptId}, ${takeoverAt(claim)})
    on conflict (owner_id, key) do update
      set fingerprint = excluded.fingerprint, holder = excluded.holder, order_id = excluded.order_id,
          attempt_id = excluded.attempt_id, status = null, body = null, created_at = now(), takeover_at = excluded.takeover_at
      where k.created_at <= now() - interval '24 hours'
    returning 1 as claimed`;
}

const takeoverAt = (claim: Claim): RawBuilder<unknown> =>
  sql`now() + make_interval(secs => ${claim.takeoverSeconds})`;

/** Claims the key inside the use case's own commit. 409 `request_in_progress` where another run was faster. */
export async function takeClaim(
  tx: Transaction,
  claim: Claim | undefined,
  orderId: string | null,
): Promise<void> {
  if (!claim) return;
  const { rows } = await writeClaim(claim, orderId).execute(tx.db);
  if (rows.length === 0) throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
}

/**
 * Stores the answer for replays, byte for byte; makes the claim too where the use case had nothing to commit. False
 * where another run has the claim: then this one had no effect, and its answer is not the one that stands.
 */
export async function storeAnswer(db: Db, claim: Claim, answer: StoredAnswer): Promise<boolean> {
  const stored = await sql`
    insert into idempotency_keys as k (owner_id, key, fingerprint, holder, status, body, takeover_at)
    values (${claim.ownerId}, ${claim.key}, ${claim.fingerprint}, ${claim.holder}, ${answer.status}, ${answer.body}, now())
    on conflict (owner_id, key) do update
      set fingerprint = excluded.fingerprint, holder = excluded.holder, status = excluded.status, body = excluded.body,
          created_at = case when k.holder = excluded.holder then k.created_at else now() end
      where (k.holder = excluded.holder and k.status is null) or k.created_at <= now() - interval '24 hours'`.execute(
    db,
  );
  return Number(stored.numAffectedRows) === 1;
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
 * need not wait for the takeover. False where this run holds no claim.
 */
export async function releaseClaim(db: Db, claim: Claim): Promise<boolean> {
  const released = await sql`
    update idempotency_keys set takeover_at = now()
    where owner_id = ${claim.ownerId} and key = ${claim.key} and holder = ${claim.holder} and status is null`.execute(
    db,
  );
  return Number(released.numAffectedRows) === 1;
}
