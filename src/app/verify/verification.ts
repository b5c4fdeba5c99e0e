import type { ClientBase } from 'pg';
import { type GatewayMovement, loadBooks } from '../../payments/index.js';
import type { Check, Given } from '../../shared/check.js';
import { sqlState } from '../../shared/sql-state.js';
import { BOOK_CHECKS, DATABASE_CHECKS } from './checks.js';
import { countBooks, countRows } from './counts.sql.js';
import type { Counts, Report } from './report.js';
import { runCheck } from './run-check.js';

/** Clocks of ours and of a gateway may differ by this much. */
const CLOCK_SKEW_MS = 600_000;

/** One run over everything: tells what it finds, and keeps count. */
export class Verification {
  private breaks = 0;
  private gaps = 0;
  private counts: Counts = {};

  constructor(
    private readonly db: ClientBase,
    private readonly report: Report,
    private readonly cutoff: Date,
  ) {}

  async ofRows(): Promise<void> {
    await this.run(DATABASE_CHECKS, { cutoff: this.cutoff });
    this.add(await countRows(this.db));
  }

  /** Books that were read in part are as good as none: what is missing from them would look like a break. */
  async ofBooks(gateway: string, movements: AsyncIterable<GatewayMovement>, since: Date): Promise<void> {
    try {
      await loadBooks(this.db, gateway, movements);
    } catch (error) {
      if (sqlState(error)) throw error;
      return this.notChecked(
        `the books of ${gateway}`,
        error instanceof Error ? error.message : 'unreadable',
      );
    }
    // What was meant for the gateway this long after its books begin is in them.
    const wholeSince = new Date(since.getTime() + CLOCK_SKEW_MS);
    await this.run(BOOK_CHECKS, { cutoff: this.cutoff, gateway, since: wholeSince });
    this.add(await countBooks(this.db, gateway));
  }

  notChecked(part: string, why: string): void {
    this.gaps++;
    this.report.notChecked(part, why);
  }

  /** Tells what came of it all. */
  end(): { readonly breaks: number; readonly gaps: number } {
    this.report.end(this.counts, this.breaks);
    return { breaks: this.breaks, gaps: this.gaps };
  }

  private async run(checks: readonly Check[], given: Given): Promise<void> {
    for (const check of checks) {
      const found = await runCheck(this.db, check, given);
      this.breaks += found.total;
      this.report.checked(found);
    }
  }

  private add(counts: Counts): void {
    this.counts = { ...this.counts, ...counts };
  }
}
