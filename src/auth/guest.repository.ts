import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';

/** Guests whom an account takes over. */
@Injectable()
export class GuestRepository {
  /**
   * Makes guests the account's and ends their sessions: what they ordered has one owner from now on. Their access tokens
   * expire by themselves. Inside a transaction.
   */
  async claim(tx: Transaction, accountId: string, guestIds: readonly string[]): Promise<void> {
    await sql`
      with claimed as (
        update users set claimed_by = ${accountId}
        where id = any(${guestIds}::uuid[]) and claimed_by is null and password_hash is null returning id)
      update sessions set revoked_at = now()
      where user_id in (select id from claimed) and revoked_at is null`.execute(tx.db);
  }
}
