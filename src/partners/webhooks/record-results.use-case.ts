import { Inject, Injectable } from '@nestjs/common';
import { Recorder } from '../../audit/index.js';
import { CONFIG, type Config } from '../../config.js';
import { SYSTEM } from '../../shared/actor.js';
import { type Transaction, UnitOfWork } from '../../shared/database/unit-of-work.js';
import { newEvent } from '../../shared/events/event.js';
import { publicId } from '../../shared/ids.js';
import { logger } from '../../shared/logger.js';
import {
  type BreakerRules,
  lockEndpoints,
  type Result,
  type SwitchedOff,
  writeHealth,
  writeResults,
} from './results.sql.js';

/** One commit writes at most so many. */
const BATCH = 200;

/**
 * Writes what came of tries, many in one commit: what ends while one is written goes with the next. What cannot be
 * written is tried again by its lease, as after a crash: the receiver knows it by its `webhook-id`.
 */
@Injectable()
export class RecordResults {
  private readonly rules: BreakerRules;
  private waiting: { readonly result: Result; readonly done: () => void }[] = [];
  private writing = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly uow: UnitOfWork,
    private readonly recorder: Recorder,
  ) {
    this.rules = {
      failures: config.WEBHOOK_BREAKER_FAILURES,
      pauseSeconds: config.WEBHOOK_BREAKER_SECONDS,
      disableAfterSeconds: config.WEBHOOK_DISABLE_AFTER_HOURS * 3600,
    };
  }

  /** Ends when the result is written, or cannot be. */
  add(result: Result): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push({ result, done: resolve });
    if (!this.writing) void this.writeAll();
    return promise;
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      await this.run(batch.map(({ result }) => result)).catch((error: unknown) =>
        logger.error({ err: error, count: batch.length }, 'results of webhooks not written'),
      );
      for (const { done } of batch) done();
    }
    this.writing = false;
  }

  async run(results: readonly Result[]): Promise<void> {
    await this.uow.run(async (tx) => {
      await lockEndpoints(tx, [...new Set(results.map(({ endpointId }) => endpointId))]);
      await writeResults(tx, results);
      for (const off of await writeHealth(tx, results, this.rules)) await this.tell(tx, off);
    });
  }

  /** Its owner gets a mail of the event. */
  private async tell(tx: Transaction, { id, partnerId, reason }: SwitchedOff): Promise<void> {
    const endpointId = publicId('we', id);
    const data = { endpointId, partnerId: publicId('prt', partnerId), reason };
    const type = 'webhook_endpoint.disabled';
    const event = newEvent({ type, orderId: null, customerId: null, actor: SYSTEM.kind, data });
    const subject = { kind: 'webhook_endpoint', id: endpointId } as const;
    const audit = { action: type, outcome: 'done', actor: SYSTEM, subject, facts: { reason } };
    await this.recorder.record(tx, { events: [event], audit });
  }
}
