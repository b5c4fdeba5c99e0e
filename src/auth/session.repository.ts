import { createHash } from 'node:crypto';
import { LockMode, raw } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../shared/database/unit-of-work.js';
import { newId, newSecret } from '../shared/ids.js';
import { RefreshToken } from './domain/refresh-token.entity.js';
import { Session } from './domain/session.entity.js';
import { User } from './domain/user.entity.js';

/** What a client needs to continue: told once, stored only as a digest. */
export interface OpenSession {
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** What a presented refresh token turns out to be. */
export type Presented =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'reused'; readonly session: Session }
  | { readonly kind: 'good'; readonly token: RefreshToken; readonly session: Session };

@Injectable()
export class SessionRepository {
  private readonly lifetimeSeconds: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.lifetimeSeconds = config.REFRESH_TOKEN_SECONDS;
  }

  /** A new session with its first refresh token. Inside a transaction. */
  open(tx: Transaction, userId: string): OpenSession {
    // Not `em.create`: it would read the SQL of the expiry as a date.
    const session = new Session();
    session.id = newId();
    session.user = tx.em.getReference(User, userId);
    session.expiresAt = this.expiry();
    tx.em.persist(session);
    return this.addToken(tx, session);
  }

  /** Loads and locks the token, so that of two refreshes at once only one finds it unused. Inside a transaction. */
  async presentForUpdate(tx: Transaction, refreshToken: string): Promise<Presented> {
    const tokenHash = digest(refreshToken);
    const token = await tx.em.findOne(RefreshToken, tokenHash, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!token) return { kind: 'unknown' };
    const alive = { id: token.session.id, revokedAt: null, expiresAt: { $gt: raw('now()') } };
    const session = await tx.em.findOne(Session, alive, { populate: ['user'] });
    if (!session) return { kind: 'ended' };
    return token.usedAt ? { kind: 'reused', session } : { kind: 'good', token, session };
  }

  /** Uses the token up, prolongs its session, and hands out the next token. Inside a transaction. */
  rotate(tx: Transaction, { token, session }: { token: RefreshToken; session: Session }): OpenSession {
    token.usedAt = raw('now()');
    session.expiresAt = this.expiry();
    return this.addToken(tx, session);
  }

  /** Ends the session and with it every token that came out of it; false where it had ended. Inside a transaction. */
  async revoke(tx: Transaction, sessionId: string): Promise<boolean> {
    const ended = await tx.em.nativeUpdate(
      Session,
      { id: sessionId, revokedAt: null },
      { revokedAt: raw('now()') },
    );
    return ended === 1;
  }

  private addToken(tx: Transaction, session: Session): OpenSession {
    const refreshToken = newSecret();
    tx.em.create(RefreshToken, { tokenHash: digest(refreshToken), session });
    return { sessionId: session.id, refreshToken };
  }

  /** By the database's clock, which also judges it. */
  private expiry(): Date {
    return raw(`now() + ? * interval '1 second'`, [this.lifetimeSeconds]);
  }
}

/** The token has 256 random bits, so one fast digest protects it as well as a slow one would. */
const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');
