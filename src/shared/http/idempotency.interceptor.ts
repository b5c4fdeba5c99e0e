import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { catchError, from, mergeMap, type Observable } from 'rxjs';
import { assertNever } from '../assert.js';
import { type Claim, findClaim, releaseClaim, storeAnswer } from '../idempotency.js';
import { DomainError, problems, type ProblemCode } from '../problem.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { FinalAnswer, JSON_TYPE, PROBLEM_TYPE, problemAnswer } from './answer.js';
import { pathOf } from './problem.filter.js';
import { requestOf, type SettleReply, type SettleRequest } from './request.js';

/** Visible ASCII, as RFC draft-ietf-httpapi-idempotency-key-header has it; longer ones help nobody. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Fields that a fingerprint must not remember: card envelopes and tokens. */
const CARD_FIELDS = new Set(['encryptedPaymentData', 'cardNumber', 'cvv', 'token']);

/** Refusals that are final for their request although they are no 409: declines. */
const STORED_REFUSALS = new Set<ProblemCode>(['payment_failed', 'invalid_payment_method']);

/**
 * `Idempotency-Key` on every mutation of a caller who is known. Looks up a finished answer and replays it; else puts
 * the claim into the request, for the use case to write in its own commit, and stores the answer afterwards.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = requestOf(context);
    const key = request.headers['idempotency-key'];
    if (
      key === undefined ||
      request.method === 'GET' ||
      !request.actor ||
      pathOf(request).startsWith('/auth/')
    ) {
      return next.handle();
    }
    const claim = await this.claimFor(request, key);
    request.claim = claim;
    return next.handle().pipe(
      mergeMap((value) => from(this.answered(claim, context, value))),
      catchError((error: unknown) => from(this.thrown(claim, request, error))),
    );
  }

  private async claimFor(request: SettleRequest, key: string | string[]): Promise<Claim> {
    if (typeof key !== 'string' || !KEY.test(key)) {
      const errors = [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }];
      throw new DomainError('validation_failed', { errors });
    }
    const claim: Claim = { ownerId: request.actor!.id, key, fingerprint: fingerprintOf(request) };
    const found = await findClaim(this.uow.db, claim);
    switch (found.kind) {
      case 'fresh':
        return claim;
      case 'abandoned':
        return { ...claim, resumes: { orderId: found.orderId } };
      case 'reused':
        throw new DomainError('idempotency_key_reused');
      case 'running':
        throw new DomainError('request_in_progress', { retryAfterSeconds: 1 });
      case 'answered': {
        const { status, body } = found.answer;
        const type = status < 400 ? JSON_TYPE : PROBLEM_TYPE;
        throw new FinalAnswer(status, body, { 'content-type': type, 'idempotent-replayed': 'true' });
      }
      default:
        return assertNever(found);
    }
  }

  /** The bytes that are stored are the bytes that are sent. */
  private async answered(claim: Claim, context: ExecutionContext, value: unknown): Promise<unknown> {
    const declared = this.reflector.get<number | undefined>(HTTP_CODE_METADATA, context.getHandler());
    const status = declared ?? (requestOf(context).method === 'POST' ? 201 : 200);
    const body = JSON.stringify(value);
    await storeAnswer(this.uow.db, claim, { status, body });
    void context.switchToHttp().getResponse<SettleReply>().header('content-type', JSON_TYPE);
    return body;
  }

  private async thrown(claim: Claim, request: SettleRequest, error: unknown): Promise<never> {
    const answer =
      error instanceof DomainError && isFinal(error) ? problemAnswer(error, pathOf(request)) : error;
    if (answer instanceof FinalAnswer) await storeAnswer(this.uow.db, claim, answer);
    else await releaseClaim(this.uow.db, claim);
    throw answer;
  }
}

/** A refusal that a repeat would meet again. What says "try again shortly" is not one. */
function isFinal(error: DomainError): boolean {
  if (error.facts.retryAfterSeconds !== undefined) return false;
  return problems[error.code].status === 409 || STORED_REFUSALS.has(error.code);
}

function fingerprintOf(request: SettleRequest): string {
  const body = JSON.stringify(request.body ?? null, (field, value: unknown) =>
    CARD_FIELDS.has(field) ? undefined : value,
  );
  return createHash('sha256')
    .update(`${request.method} ${pathOf(request)}\n${body}`)
    .digest('base64url');
}
