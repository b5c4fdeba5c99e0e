import type { Type } from '@nestjs/common';
import { type List, MOST_SKIPPED } from '../../src/shared/lists/list.js';
import type { Filters, ListSource, Row } from '../adminjs/list-source.js';
import type { Panel, Viewer } from '../panel.js';

interface Ways<Filter, Found> {
  /** What the form's filters mean to the query. */
  filterOf?: (filters: Filters, panel: Panel) => Filter | Promise<Filter>;
  /** How a row is shown, and to whom. */
  rowOf?: (row: Found, viewer: Viewer) => Row;
}

/** The reads of a list that a module has: bounded by its query, however large the shop is. */
export function queryList<Filter extends object, Found extends object>(
  query: Type<List<Filter, Found>>,
  { filterOf = () => ({}) as Filter, rowOf = (row) => ({ ...row }) as Row }: Ways<Filter, Found> = {},
): Pick<ListSource, 'list' | 'count' | 'find'> {
  return {
    async list(panel, filters, page, viewer) {
      const { rows } = await panel.get(query).list(await filterOf(filters, panel), page);
      return rows.map((row) => rowOf(row, viewer));
    },
    // So far pages are turned by number.
    count: async (panel, filters) => panel.get(query).countUpTo(await filterOf(filters, panel), MOST_SKIPPED),
    async find(panel, id, viewer) {
      const row = await panel.get(query).find(id);
      return row && rowOf(row, viewer);
    },
  };
}
