import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId } from '../shared/ids.js';
import type { Locale } from '../shared/locale.js';
import type { Person } from './user.queries.js';

/** Long enough to find the mail, short enough that a mailbox which is opened later gives nothing away. */
const GOOD_FOR_MINUTES = 30;
/** Who asks again sooner has a mail on its way; more would only fill a mailbox. */
const PAUSE_MINUTES = 1;

/** The one password reset that an account may have open: a newer one takes the older one's row, and so voids it. */
@Injectable()
export class PasswordResetRepository {
  /** The id of the new reset; `undefined` where one was asked for just now. Inside a transaction. */
  async open(tx: Transaction, userId: string, locale: Locale): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`
      insert into password_resets as r (user_id, id, locale, expires_at)
      values (${userId}, ${newId()}, ${locale}, now() + make_interval(mins => ${GOOD_FOR_MINUTES}))
      on conflict (user_id) do update
        set id = excluded.id, locale = excluded.locale, asked_at = now(), expires_at = excluded.expires_at
        where r.asked_at <= now() - make_interval(mins => ${PAUSE_MINUTES})
      returning id`.execute(tx.db);
    return rows[0]?.id;
  }

  /** Uses a reset up, and ends every session of its person; `undefined` where it is good no more. Inside a transaction. */
  async use(
    tx: Transaction,
    resetId: string,
    passwordHash: string,
  ): Promise<Pick<Person, 'id' | 'role'> | undefined> {
    const { rows } = await sql<Pick<Person, 'id' | 'role'>>`
      with used as (delete from password_resets where id = ${resetId} and expires_at > now() returning user_id),
        ended as (update sessions set revoked_at = now()
          where user_id in (select user_id from used) and revoked_at is null)
      update users set password_hash = ${passwordHash} where id in (select user_id from used)
      returning id, role`.execute(tx.db);
    return rows[0];
  }
}
