import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, from, type Observable } from 'rxjs';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { pathOf } from '../shared/http/problem.filter.js';
import { requestOf } from '../shared/http/request.js';
import { DomainError, problems, type ProblemCode } from '../shared/problem.js';
import { Recorder } from './recorder.js';

/** Refusals below 403 and 409 that an auditor wants to see: they were decided by a use case. */
const AUDITED = new Set<ProblemCode>([
  'payment_failed',
  'invalid_payment_method',
  'plaintext_card_data',
  'card_data_unreadable',
  'card_key_expired',
  'payment_service_unavailable',
]);

/** Writes a row for each request that a use case refuses. What is done is recorded by the use case itself. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => from(this.refused(context, error))));
  }

  private async refused(context: ExecutionContext, error: unknown): Promise<never> {
    if (error instanceof DomainError && isAudited(error.code)) {
      const request = requestOf(context);
      const orderId = typeof error.facts['orderId'] === 'string' ? error.facts['orderId'] : undefined;
      await this.recorder.refused(this.uow.db, {
        action: `${request.method} ${request.routeOptions.url ?? pathOf(request)}`,
        outcome: error.code,
        actor: request.actor ?? { kind: 'system' },
        subject: orderId ? { kind: 'order', id: orderId } : { kind: 'request', id: request.id },
      });
    }
    throw error;
  }
}

function isAudited(code: ProblemCode): boolean {
  // A request that is told to wait was not decided.
  if (code === 'request_in_progress') return false;
  const { status } = problems[code];
  return status === 403 || status === 409 || AUDITED.has(code);
}
