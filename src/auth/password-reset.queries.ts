import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import type { Locale } from '../shared/locale.js';
import { fromPersonalColumn } from '../shared/personal-data.js';
import type { Personal } from './domain/personal.column.js';
import { ResetTokens } from './reset-tokens.js';

/** What the mail of a password reset says, and to whom. */
export interface PasswordResetForMail extends Personal {
  readonly userId: string;
  readonly locale: Locale;
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Outside a transaction. */
@Injectable()
export class PasswordResetQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tokens: ResetTokens,
  ) {}

  /** `undefined` for a reset that was used, has been replaced by a newer one, or has expired. */
  async forMail(resetId: string): Promise<PasswordResetForMail | undefined> {
    const { rows } = await sql<Omit<PasswordResetForMail, 'token' | keyof Personal> & { personal: Personal }>`
      select u.id as "userId", u.personal, r.locale, to_json(r.expires_at) #>> '{}' as "expiresAt"
      from password_resets r join users u on u.id = r.user_id where r.id = ${resetId} and r.expires_at > now()`.execute(
      this.uow.db,
    );
    if (!rows[0]) return undefined;
    const { personal, ...reset } = rows[0];
    return { ...reset, ...fromPersonalColumn(personal), token: this.tokens.tokenOf(resetId) };
  }
}
