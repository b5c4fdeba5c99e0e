import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { CONFIG, type Config } from '../../config.js';
import { assertNever } from '../assert.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import {
  type Claim,
  findClaim,
  type Found,
  releaseClaim,
  storeAnswer,
  type StoredAnswer,
  takeOver,
  takeoverSeconds,
} from '../idempotency.js';
import { newId } from '../ids.js';
import { DomainError, problems, type ProblemCode } from '../problem.js';
import { FinalAnswer, JSON_TYPE, PROBLEM_TYPE, problemAnswer } from './answer.js';
import { IDEMPOTENT } from './api-idempotent.js';
import { pathOf } from './problem.filter.js';
import { requestOf, type SettleReply, type SettleRequest } from './request.js';

/** Visible ASCII, as RFC draft-ietf-httpapi-idempotency-key-header has it; longer ones help nobody. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Fields that a fingerprint must not remember: card envelopes and tokens, which stand in a part of the body. */
const CARD_FIELDS = new Set(['encryptedPaymentData', 'cardNumber', 'cvv', 'token']);
/** The one of them that may stand in the body itself; another token there is no card's. */
const ENVELOPE = 'encryptedPaymentData';

/** Fields that are told once: a repeat tells null in their place, and nothing of them is stored. */
const SECRET_FIELDS = new Set(['secret']);

/** Refusals that are final for their request although they are no 409: declines. */
const STORED_REFUSALS = new Set<ProblemCode>(['payment_failed', 'invalid_payment_method']);

/**
 * `Idempotency-Key` on every mutation that says `@ApiIdempotent()`. Looks up a finished answer and replays it; else
 * puts the claim into the request, for the use case to write in its own commit, and stores the answer afterwards.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly takeoverSeconds: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly reflector: Reflector,
  ) {
    this.takeoverSeconds = takeoverSeconds(config);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = requestOf(context);
    const key = request.headers['idempotency-key'];
    const honours = this.reflector.get<true | undefined>(IDEMPOTENT, context.getHandler());
    if (!honours || key === undefined || !request.actor) return next.handle();
    const claim = await this.claimFor(request, request.actor.id, key);
    request.claim = claim;
    return from(this.answerOf(claim, context, next));
  }

  private async claimFor(request: SettleRequest, ownerId: string, key: string | string[]): Promise<Claim> {
    if (typeof key !== 'string' || !KEY.test(key)) {
      const errors = [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }];
      throw new DomainError('validation_failed', { errors });
    }
    const claim: Claim = {
      ownerId,
      key,
      fingerprint: fingerprintOf(request),
      holder: newId(),
      takeoverSeconds: this.takeoverSeconds,
    };
    const found = await findClaim(this.uow.db, claim);
    if (found.kind === 'fresh') return claim;
    const resumes = found.kind === 'abandoned' ? await takeOver(this.uow.db, claim) : undefined;
    if (resumes) return { ...claim, resumes };
    throw instead(found);
  }

  /** The bytes that are stored are the bytes that are sent, or thrown where they are a refusal. */
  private async answerOf(claim: Claim, context: ExecutionContext, next: CallHandler): Promise<string> {
    const answer = await this.stored(claim, context, next);
    if (answer instanceof FinalAnswer) throw answer;
    void context.switchToHttp().getResponse<SettleReply>().header('content-type', JSON_TYPE);
    return answer.body;
  }

  /**
   * Two of one key at once may neither know of the other when they begin. One of them has the effect and the claim;
   * what that one says is what stands, also where the other finds the last unit sold, to the first.
   */
  private async stored(
    claim: Claim,
    context: ExecutionContext,
    next: CallHandler,
  ): Promise<StoredAnswer | FinalAnswer> {
    try {
      const answer = await this.carriedOut(context, next);
      if (await storeAnswer(this.uow.db, claim, withoutSecrets(answer))) return answer;
    } catch (error) {
      if (await releaseClaim(this.uow.db, claim)) throw error;
      const found = await findClaim(this.uow.db, claim);
      throw found.kind === 'fresh' ? error : instead(found);
    }
    throw instead(await findClaim(this.uow.db, claim));
  }

  /** Throws what is not to be stored. */
  private async carriedOut(
    context: ExecutionContext,
    next: CallHandler,
  ): Promise<StoredAnswer | FinalAnswer> {
    try {
      return {
        status: this.statusOf(context),
        body: JSON.stringify(await lastValueFrom(next.handle())) ?? '',
      };
    } catch (error) {
      if (error instanceof FinalAnswer) return error;
      if (error instanceof DomainError && isFinal(error))
        return problemAnswer(error, pathOf(requestOf(context)));
      throw error;
    }
  }

  private statusOf(context: ExecutionContext): number {
    const declared = this.reflector.get<number | undefined>(HTTP_CODE_METADATA, context.getHandler());
    return declared ?? (requestOf(context).method === 'POST' ? 201 : 200);
  }
}

function withoutSecrets(answer: StoredAnswer): StoredAnswer {
  if (![...SECRET_FIELDS].some((field) => answer.body.includes(`"${field}":`))) return answer;
  const body = JSON.stringify(JSON.parse(answer.body), (field, value: unknown) =>
    SECRET_FIELDS.has(field) ? null : value,
  );
  return { ...answer, body };
}

/** What a request is told whose key belongs to another run. */
function instead(found: Found): Error {
  switch (found.kind) {
    case 'reused':
      return new DomainError('idempotency_key_reused');
    case 'fresh':
    case 'running':
    case 'abandoned':
      return new DomainError('request_in_progress', { retryAfterSeconds: 1 });
    case 'answered': {
      const { status, body } = found.answer;
      const type = status < 400 ? JSON_TYPE : PROBLEM_TYPE;
      return new FinalAnswer(status, body, { 'content-type': type, 'idempotent-replayed': 'true' });
    }
    default:
      return assertNever(found);
  }
}

/** A refusal that a repeat would meet again. What says "try again shortly" is not one. */
function isFinal(error: DomainError): boolean {
  if (error.facts.retryAfterSeconds !== undefined) return false;
  return problems[error.code].status === 409 || STORED_REFUSALS.has(error.code);
}

function fingerprintOf(request: SettleRequest): string {
  const whole = request.body ?? null;
  const body = JSON.stringify(whole, function (this: unknown, field, value: unknown) {
    return CARD_FIELDS.has(field) && (this !== whole || field === ENVELOPE) ? undefined : value;
  });
  return createHash('sha256').update(`${request.method} ${request.url}\n${body}`).digest('base64url');
}
