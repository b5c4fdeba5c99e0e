import type { ClientBase } from 'pg';
import type { SqlProxy, Statement } from '../bench/sql-proxy.ts';
import { isOurs, PLAN_MODES, planOf, type PlanMode } from './plans.ts';

/** What is wrong with how Postgres would run a statement. */
interface Fault {
  readonly sql: string;
  readonly mode: PlanMode;
  readonly scanned: readonly string[];
  readonly rowsRead: number;
  readonly mostRows: number;
}

const SQL_SHOWN = 400;

/** What the product asks its database for, heard by a proxy between the two. */
export class Asked {
  constructor(
    private readonly proxy: SqlProxy,
    private readonly db: ClientBase,
    /** Longer than anything that goes on after an answer. */
    private readonly quietMs: number,
  ) {}

  /** The statements of one call, with what comes after its answer and nothing of before. */
  async by(call: () => Promise<unknown>): Promise<Statement[]> {
    await this.quiet();
    this.proxy.take();
    await call();
    await this.quiet();
    return this.proxy.take();
  }

  /** Each statement that reads a growing table from end to end, or more rows than that, with values and for any. */
  async faultsOf(statements: readonly Pick<Statement, 'parts'>[], mostRows: number): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const part of statements.flatMap(({ parts }) => parts).filter(isOurs)) {
      for (const mode of PLAN_MODES) {
        const { scanned, rowsRead } = await planOf(this.db, part, mode, { cheapest: false });
        if (scanned.length > 0 || rowsRead > mostRows)
          faults.push({ sql: part.sql.slice(0, SQL_SHOWN), mode, scanned, rowsRead, mostRows });
      }
    }
    return faults;
  }

  private quiet(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.quietMs));
  }
}
