import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config.js';
import { logger } from '../logger.js';

/**
 * Looks for rows whose time has come and deals with them. A sweep leases what it takes in the database (it moves the
 * row's next time forward), so that several workers share the work and a killed one loses nothing.
 */
export interface Sweep {
  readonly name: string;
  /** The pause after a turn that found little; the setting's if absent. */
  readonly everySeconds?: number;
  /** Deals with at most one page of due rows; returns how many it took. */
  sweep(): Promise<number>;
}

/** Runs every sweep in its own loop in the worker: at once again after a full page, else after the interval. */
@Injectable()
export class Sweeper {
  private readonly sweeps: Sweep[] = [];
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  every(sweep: Sweep): void {
    this.sweeps.push(sweep);
  }

  start(): void {
    this.loops = this.sweeps.map((sweep) => this.loop(sweep));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async loop(sweep: Sweep): Promise<void> {
    const intervalMs = (sweep.everySeconds ?? this.config.SWEEP_INTERVAL_SECONDS) * 1000;
    while (!this.stopping.signal.aborted) {
      const taken = await sweep.sweep().catch((error: unknown) => {
        logger.error({ err: error, sweep: sweep.name }, 'sweep failed');
        return 0;
      });
      if (taken === 0)
        await sleep(intervalMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
