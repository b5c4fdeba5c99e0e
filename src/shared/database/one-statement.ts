import { sql, type RawBuilder } from 'kysely';

/** A part of a larger statement, under the name by which its neighbours know it. */
export type Cte = readonly [name: string, statement: RawBuilder<unknown>];

/** Statements that run as one, in one round trip: the CTEs in their order, and what the whole returns. */
export function inOneStatement<T>(ctes: readonly Cte[], result: RawBuilder<T>): RawBuilder<T> {
  const parts = ctes.map(([name, statement]) => sql`${sql.ref(name)} as (${statement})`);
  return sql<T>`with ${sql.join(parts)} ${result}`;
}
