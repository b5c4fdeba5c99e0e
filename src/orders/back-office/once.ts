import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import {
  type Claim,
  findClaim,
  releaseClaim,
  storeAnswer,
  takeOver,
  takeoverSeconds,
} from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import { DomainError } from '../../shared/problem.js';

/** What a form of the panel sends: made with the form, so that a double click, a repeat and the back button are one wish. */
export interface FormToken {
  readonly ownerId: string;
  /** 1 to 255 visible ASCII characters. */
  readonly token: string;
  /** What is wished: another wish with the same token is refused. */
  readonly wish: unknown;
}

const TOKEN = /^[\x21-\x7e]{1,255}$/;
/** A second click waits for the first for so long; longer than a gateway call takes. */
const WAIT_MS = 10_000;
const POLL_MS = 100;

/**
 * Carries a wish out once, by the same claims as `Idempotency-Key`: the claim is written in the effect's own commit. A
 * repeat is told what the first one was told, a second click waits for it; a refusal is not kept.
 */
@Injectable()
export class Once {
  private readonly takeoverSeconds: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
  ) {
    this.takeoverSeconds = takeoverSeconds(config);
  }

  /** 422 `idempotency_key_reused`, 409 `request_in_progress`, and what `work` refuses with. */
  async run<T>(form: FormToken, work: (claim: Claim) => Promise<T>): Promise<T> {
    const claim = this.claimOf(form);
    const found = await findClaim(this.uow.db, claim);
    if (found.kind === 'reused') throw new DomainError('idempotency_key_reused');
    if (found.kind === 'fresh') return this.carriedOut(claim, work);
    const resumes = found.kind === 'abandoned' ? await takeOver(this.uow.db, claim) : undefined;
    if (resumes) return this.carriedOut({ ...claim, resumes }, work);
    return (await this.answerOf(claim)).told as T;
  }

  private claimOf({ ownerId, token, wish }: FormToken): Claim {
    if (!TOKEN.test(token)) {
      const errors = [{ field: 'token', message: 'must be 1 to 255 visible ASCII characters' }];
      throw new DomainError('validation_failed', { errors });
    }
    const fingerprint = createHash('sha256').update(JSON.stringify(wish)).digest('base64url');
    const { takeoverSeconds } = this;
    return { ownerId, key: `panel:${token}`, fingerprint, holder: newId(), takeoverSeconds };
  }

  /** Two of one token at once may neither know of the other when they begin: what the one with the claim says stands. */
  private async carriedOut<T>(claim: Claim, work: (claim: Claim) => Promise<T>): Promise<T> {
    try {
      const told = await work(claim);
      const answer = { status: 200, body: JSON.stringify({ told }) };
      if (await storeAnswer(this.uow.db, claim, answer)) return told;
    } catch (error) {
      if (await releaseClaim(this.uow.db, claim)) throw error;
      const found = await findClaim(this.uow.db, claim);
      if (found.kind === 'fresh') throw error;
    }
    return (await this.answerOf(claim)).told as T;
  }

  private async answerOf(claim: Claim): Promise<{ told: unknown }> {
    for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += POLL_MS) {
      const found = await findClaim(this.uow.db, claim);
      if (found.kind === 'reused') throw new DomainError('idempotency_key_reused');
      if (found.kind === 'answered') return JSON.parse(found.answer.body) as { told: unknown };
      if (found.kind !== 'running') break;
      await sleep(POLL_MS);
    }
    throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
  }
}
