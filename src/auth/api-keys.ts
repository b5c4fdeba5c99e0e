import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { newId, newSecret } from '../shared/ids.js';
import { logger } from '../shared/logger.js';
import { SCOPES, type Scope } from './scopes.decorator.js';

/** `test` and `live` are told apart by who reads them; they open the same. */
export type KeyMode = 'test' | 'live';

/** An API key as it is kept: what is shown of it opens nothing. */
export interface ApiKey {
  readonly id: string;
  readonly partnerId: string;
  /** Its beginning, by which people recognise it. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  /** Moments, as Postgres writes them. */
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Who comes with a key, and what it is good for. */
export interface KeyBearer {
  readonly partnerId: string;
  readonly scopes: readonly Scope[];
}

/** Enough to tell two keys apart: 6 of its 43 random characters leave 220 bits unknown. */
const HINT_LENGTH = 'sk_test_'.length + 6;

/** The keys of partners. Stored as a digest, found by it; a key is told once, when it is made. */
@Injectable()
export class ApiKeys {
  constructor(private readonly uow: UnitOfWork) {}

  /** One look-up, whatever the key. `undefined` for one that there never was, or that is revoked. */
  async bearerOf(key: string): Promise<KeyBearer | undefined> {
    const { rows } = await sql<KeyBearer & { id: string; stale: boolean }>`
      select id, partner_id as "partnerId", scopes,
        coalesce(last_used_at < now() - interval '1 minute', true) as stale
      from api_keys where key_hash = ${digest(key)} and revoked_at is null`.execute(this.uow.db);
    const found = rows[0];
    if (found?.stale) this.touch(found.id);
    return found;
  }

  /** A new key of a partner, in the clear. Inside a transaction. */
  async issue(
    tx: Transaction,
    { partnerId, scopes, mode }: { partnerId: string; scopes: readonly Scope[]; mode: KeyMode },
  ): Promise<{ id: string; key: string }> {
    const key = `sk_${mode}_${newSecret()}`;
    const id = newId();
    await sql`
      insert into api_keys (id, partner_id, key_hash, hint, scopes)
      values (${id}, ${partnerId}, ${digest(key)}, ${key.slice(0, HINT_LENGTH)}, ${[...scopes]}::text[])`.execute(
      tx.db,
    );
    return { id, key };
  }

  /** The partner whose key ended with this; `undefined` where there is no such key, or it had ended. Inside a transaction. */
  async revoke(tx: Transaction, id: string): Promise<string | undefined> {
    const { rows } = await sql<{ partnerId: string }>`
      update api_keys set revoked_at = now() where id = ${id} and revoked_at is null
      returning partner_id as "partnerId"`.execute(tx.db);
    return rows[0]?.partnerId;
  }

  /** All keys, the oldest first: a person reads them. */
  async list(): Promise<ApiKey[]> {
    const { rows } = await sql<ApiKey>`
      select id, partner_id as "partnerId", hint, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
        revoked_at as "revokedAt"
      from api_keys order by created_at, id`.execute(this.uow.db);
    return rows;
  }

  /** Once a minute at most, and nobody waits for it: a key is used thousands of times in that minute. */
  private touch(id: string): void {
    sql`
      update api_keys set last_used_at = now()
      where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)`
      .execute(this.uow.db)
      .catch((error: unknown) => logger.warn({ err: error }, 'use of an API key not noted'));
  }
}

export const isScope = (word: string): word is Scope => (SCOPES as readonly string[]).includes(word);

/** The key has 256 random bits, so one fast digest protects it as well as a slow one would. */
const digest = (key: string): string => createHash('sha256').update(key).digest('base64url');
