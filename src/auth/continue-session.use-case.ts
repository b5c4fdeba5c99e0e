import { Injectable } from '@nestjs/common';
import { Recorder } from '../audit/index.js';
import { assertNever } from '../shared/assert.js';
import { type Transaction, UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { AccessTokens } from './access-tokens.js';
import { auditOfUser } from './audit-of-user.js';
import type { RefreshDto, SignedInDto } from './auth.dto.js';
import { type OpenSession, SessionRepository } from './session.repository.js';
import type { Person } from './user.queries.js';

type Continued = { readonly person: Person; readonly session: OpenSession };

/**
 * Trades a refresh token for the next one. A token that comes a second time is in two hands: its session is ended for
 * both, and the audit tells. Any refusal is 401 `unauthorized`.
 */
@Injectable()
export class ContinueSession {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly recorder: Recorder,
    private readonly tokens: AccessTokens,
  ) {}

  async run({ refreshToken }: RefreshDto): Promise<SignedInDto> {
    // A refusal must not roll back the revocation: it is thrown after the commit.
    const continued = await this.uow.run((tx) => this.rotate(tx, refreshToken));
    if (!continued) throw new DomainError('unauthorized');
    return this.tokens.grant(continued.person, continued.session);
  }

  private async rotate(tx: Transaction, refreshToken: string): Promise<Continued | undefined> {
    const presented = await this.sessions.presentForUpdate(tx, refreshToken);
    switch (presented.kind) {
      case 'unknown':
      case 'ended':
        return undefined;
      case 'reused': {
        const { session } = presented;
        await this.sessions.revoke(tx, session.id);
        const audit = auditOfUser('auth.refresh', session.user, 'refresh_token_reused');
        await this.recorder.record(tx, { events: [], audit });
        return undefined;
      }
      case 'good':
        return { person: presented.session.user, session: this.sessions.rotate(tx, presented) };
      default:
        return assertNever(presented);
    }
  }
}
