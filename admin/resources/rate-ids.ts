import type { ListSource, Row } from '../adminjs/list-source.js';

/** What a rate is for names it, with strokes between, and a stroke parts an address. */
export function withIdsForAddresses(
  reads: Pick<ListSource, 'list' | 'count' | 'find'>,
): Pick<ListSource, 'list' | 'count' | 'find'> {
  return {
    ...reads,
    list: async (...asked) => (await reads.list(...asked)).map(renamed),
    async find(panel, id, viewer) {
      const row = await reads.find(panel, id.replaceAll('~', '/'), viewer);
      return row && renamed(row);
    },
  };
}

const renamed = (row: Row): Row => ({ ...row, id: String(row['id']).replaceAll('/', '~') });
