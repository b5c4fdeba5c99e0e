import type { ListSource, Row } from '../adminjs/list-source.js';
import type { Panel } from '../panel.js';

/** The reads of a list that is short by its nature: fetched whole, turned page by page here. */
export function wholeList(
  all: (panel: Panel) => Promise<readonly Row[]>,
  id: (row: Row) => unknown = (row) => row['id'],
): Pick<ListSource, 'list' | 'count' | 'find'> {
  return {
    list: async (panel, _filters, { limit, skip }) => (await all(panel)).slice(skip, skip + limit),
    count: async (panel) => (await all(panel)).length,
    find: async (panel, wanted) => (await all(panel)).find((row) => id(row) === wanted),
  };
}
