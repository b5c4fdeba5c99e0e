import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { UnitOfWork } from '../../shared/database/unit-of-work.js';
import { type Sweep, Sweeper } from '../../shared/events/sweeper.js';
import { newId } from '../../shared/ids.js';
import { claimDue, type Claimed } from './claim.sql.js';
import { RecordResults } from './record-results.use-case.js';
import { nextTryInSeconds } from './retry-schedule.js';
import { WebhookSender } from './webhook-sender.js';

/** A request that lasts longer holds no place among those that a worker sends at a time: it waits, which costs nothing. */
const QUICK_MS = 1_000;
/** Beyond that sockets become a cost, too. */
const UNDER_WAY_MAX = 1_024;
/** How long a full worker waits for a place before it looks again. */
const LOOK_AGAIN_MS = 50;
/** A lease outlives its try by far: only of a worker that is gone is it ever over. */
const LEASE_MARGIN_SECONDS = 20;

/**
 * Sends what is due. A turn claims what there is room for and does not wait for the answers: whoever is slow holds its
 * own places and nobody else's.
 */
@Injectable()
export class DeliveryRunner implements Sweep, OnModuleDestroy {
  readonly name = 'webhooks.deliver';
  readonly everySeconds = 0.2;
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  /** Requests that have not lasted long. */
  private quick = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    sweeper: Sweeper,
    private readonly uow: UnitOfWork,
    private readonly sender: WebhookSender,
    private readonly results: RecordResults,
  ) {
    sweeper.every(this);
  }

  async sweep(): Promise<number> {
    const room = Math.min(this.config.WEBHOOK_CONCURRENCY - this.quick, UNDER_WAY_MAX - this.underWay.size);
    const claimed = room > 0 ? await this.claim(room) : [];
    for (const delivery of claimed) this.begin(delivery);
    if (claimed.length > 0 || this.underWay.size === 0) return claimed.length;
    // What is under way may make room, or let the next of its order go.
    await Promise.race([...this.underWay, sleep(LOOK_AGAIN_MS)]);
    return 1;
  }

  /** What is under way ends within its deadline, and is written. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private claim(room: number): Promise<Claimed[]> {
    return claimDue(this.uow.db, {
      lease: newId(),
      leaseSeconds: this.config.WEBHOOK_DEADLINE_SECONDS + LEASE_MARGIN_SECONDS,
      total: room,
      perEndpoint: this.config.WEBHOOK_ENDPOINT_CONCURRENCY,
      breakerFailures: this.config.WEBHOOK_BREAKER_FAILURES,
      busy: this.busy,
    });
  }

  private begin(delivery: Claimed): void {
    const { endpoint_id: endpointId } = delivery;
    this.busy.set(endpointId, (this.busy.get(endpointId) ?? 0) + 1);
    const trying = this.attempt(delivery).finally(() => {
      this.underWay.delete(trying);
      const left = this.busy.get(endpointId)! - 1;
      if (left > 0) this.busy.set(endpointId, left);
      else this.busy.delete(endpointId);
    });
    this.underWay.add(trying);
  }

  private async attempt(delivery: Claimed): Promise<void> {
    this.quick++;
    let isQuick = true;
    const endQuick = () => {
      if (isQuick) this.quick--;
      isQuick = false;
    };
    const timer = setTimeout(endQuick, QUICK_MS);
    const { askedSeconds, ...attempt } = await this.sender.send(delivery);
    clearTimeout(timer);
    endQuick();
    const { WEBHOOK_RETRY_SECONDS: pauses } = this.config;
    const retryInSeconds = nextTryInSeconds(pauses, delivery.tries + 1, askedSeconds);
    const { id: deliveryId, endpoint_id: endpointId, lease } = delivery;
    await this.results.add({ ...attempt, deliveryId, endpointId, lease, retryInSeconds });
  }
}
