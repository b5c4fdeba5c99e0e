import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../shared/actor.js';
import { CloseAttempt } from './close-attempt.use-case.js';
import { isOpen } from './domain/attempt.js';
import { OrderQueries } from './order.queries.js';
import type { Settled } from './settle-payment.use-case.js';

/** The customer is back from the gateway's page: the gateway is asked, whatever the address line says. */
@Injectable()
export class ReturnFromGateway {
  constructor(
    private readonly queries: OrderQueries,
    private readonly closeAttempt: CloseAttempt,
  ) {}

  /** 404 `attempt_not_found`. */
  async run(attemptId: string): Promise<Settled> {
    const found = await this.queries.attempt(attemptId);
    if (!isOpen(found.attempt)) return found;
    const heard = await this.closeAttempt.hear(found.order, found.attempt, SYSTEM);
    return typeof heard === 'string' ? found : heard;
  }
}
