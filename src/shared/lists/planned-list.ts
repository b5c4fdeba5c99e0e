import { sql, type RawBuilder } from 'kysely';
import type { UnitOfWork } from '../database/unit-of-work.js';
import {
  type List,
  MOST_COUNTED,
  MOST_LISTED,
  MOST_SKIPPED,
  MOST_WALKED,
  type Page,
  type PageRequest,
} from './list.js';
import {
  type Condition,
  cursorOf,
  isPossible,
  type ListPlan,
  type OrderColumn,
  readCursor,
} from './list-plan.js';

type Keyed<Raw> = Raw & { readonly key: readonly string[] };

const ALL: readonly Condition[] = [sql`true`];

/** Which end of the plan's order a list begins at. */
export type End = 'newest' | 'oldest';

/**
 * A list out of its plan. Of the ways to a row each is walked by its index from one end on, merged, and no further
 * than `MOST_WALKED` rows: what does not fit is passed over there. The rows of the page alone are read whole.
 */
export abstract class PlannedList<Filter, Raw, Row = Raw> implements List<Filter, Row> {
  protected constructor(
    protected readonly uow: UnitOfWork,
    private readonly plan: ListPlan<Filter, Raw, Row>,
    private readonly beginsAt: End,
  ) {}

  async list(filter: Filter, { limit, after, skip = 0 }: PageRequest): Promise<Page<Row>> {
    const { alias, columns, joins = sql`` } = this.plan;
    const most = Math.min(Math.max(limit, 1), MOST_LISTED);
    const key = after === undefined ? undefined : readCursor(after, this.plan.order);
    const skipped = Math.min(Math.max(skip, 0), MOST_SKIPPED);
    const walked = MOST_WALKED + skipped;
    const isServed = this.restOf(filter).length === 0;
    const chosen = sql`${this.fitting(filter, key, isServed ? skipped + most + 1 : walked)}
      order by ${this.inOrder(alias)} limit ${sql.lit(most + 1)} offset ${sql.lit(skipped)}`;
    const { rows } = await sql<Keyed<Raw>>`
      select ${columns}, array[${this.keyOf(alias)}] as key
      from (select ${sql.ref(alias)}.* ${chosen}) ${sql.ref(alias)} ${joins}
      order by ${this.inOrder(alias)}`.execute(this.uow.db);
    const page = rows.slice(0, most);
    const toLookOn = () => (isServed ? null : this.endOfWalk(filter, key, walked));
    const next = rows.length > most ? cursorOf(page.at(-1)!.key) : await toLookOn();
    return { rows: page.map((row) => this.rowOf(row)), next };
  }

  async countUpTo(filter: Filter, most = MOST_COUNTED): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (
        select 1 ${this.fitting(filter, undefined, most)} limit ${sql.lit(most)}) counted`.execute(
      this.uow.db,
    );
    return rows[0]!.count;
  }

  async find(id: string): Promise<Row | undefined> {
    const { table, alias, columns, joins = sql`` } = this.plan;
    const { column, type } = this.plan.id ?? { column: 'id', type: 'uuid' as const };
    if (!isPossible(id, type)) return undefined;
    const { rows } = await sql<Raw>`
      select ${columns} from ${sql.table(table)} ${sql.ref(alias)} ${joins}
      where ${sql.ref(`${alias}.${column}`)} = ${id}::${sql.raw(type)}`.execute(this.uow.db);
    return rows[0] && this.rowOf(rows[0]);
  }

  private rowOf(read: Raw & { key?: unknown }): Row {
    const raw = { ...read };
    delete raw.key;
    return this.plan.view ? this.plan.view(raw) : (raw as unknown as Row);
  }

  /** Where it was looked no further, though there is more; null at the end. */
  private async endOfWalk(
    filter: Filter,
    key: readonly string[] | undefined,
    walked: number,
  ): Promise<string | null> {
    const { alias } = this.plan;
    const { rows } = await sql<{ key: readonly string[] }>`
      select array[${this.keyOf(alias)}] as key from (${this.walk(filter, key, walked)}) ${sql.ref(alias)}
      order by ${this.inOrder(alias)} offset ${sql.lit(walked - 1)} limit 1`.execute(this.uow.db);
    return rows[0] ? cursorOf(rows[0].key) : null;
  }

  /** `from` and `where` of what fits among so many rows; where an index serves all that is asked, every row fits. */
  private fitting(filter: Filter, key: readonly string[] | undefined, most: number): RawBuilder<unknown> {
    const rest = this.restOf(filter);
    const where = rest.length > 0 ? sql`where ${sql.join(rest, sql` and `)}` : sql``;
    return sql`from (${this.walk(filter, key, most)}) ${sql.ref(this.plan.alias)} ${where}`;
  }

  /**
   * Each way is in order and ends by itself: only so are they merged without being read to their ends. Limits stand in the
   * text, here and elsewhere: for a value that it does not know, a plan takes a tenth of the table.
   */
  private walk(filter: Filter, key: readonly string[] | undefined, most: number): RawBuilder<unknown> {
    const { table, alias, ways } = this.plan;
    const behind = key ? this.behind(alias, key) : sql`true`;
    const limit = sql`limit ${sql.lit(most)}`;
    const branches = (ways?.(filter) ?? ALL).map(
      (way) => sql`(
        select ${sql.ref(alias)}.* from ${sql.table(table)} ${sql.ref(alias)}
        where ${way} and ${behind} order by ${this.inOrder(alias)} ${limit})`,
    );
    return sql`
      select * from (${sql.join(branches, sql` union all `)}) walked order by ${this.inOrder('walked')} ${limit}`;
  }

  private restOf(filter: Filter): Condition[] {
    return (this.plan.rest?.(filter) ?? []).filter((condition) => condition !== undefined);
  }

  private behind(alias: string, key: readonly string[]): Condition {
    const [columns, values] = [
      this.columnsOf(alias),
      this.plan.order.map(({ type }, index) => sql`${key[index]}::${sql.raw(type)}`),
    ];
    const comes = this.beginsAt === 'newest' ? sql`<` : sql`>`;
    return sql`(${sql.join(columns)}) ${comes} (${sql.join(values)})`;
  }

  private inOrder(alias: string): RawBuilder<unknown> {
    const way = this.beginsAt === 'newest' ? sql`desc` : sql`asc`;
    return sql.join(this.columnsOf(alias).map((column) => sql`${column} ${way}`));
  }

  private keyOf(alias: string): RawBuilder<unknown> {
    return sql.join(this.columnsOf(alias).map((column) => sql`${column}::text`));
  }

  private columnsOf(alias: string): RawBuilder<unknown>[] {
    return this.plan.order.map(({ column }: OrderColumn) => sql.ref(`${alias}.${column}`));
  }
}
