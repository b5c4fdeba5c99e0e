import { fromCursor, toCursor } from '../page-cursor.js';
import { type List, MOST_LISTED, type Page, type PageRequest } from './list.js';

/** A list that is short enough to be read whole: settings, queues. In the order of `all`. */
export abstract class WholeList<
  Row extends { readonly id: string },
  Filter extends object = object,
> implements List<Filter, Row> {
  protected abstract all(): Promise<readonly Row[]>;

  /** Every row, where a list has no filter. */
  protected fits(_row: Row, _filter: Filter): boolean {
    return true;
  }

  async list(filter: Filter, { limit, after, skip = 0 }: PageRequest): Promise<Page<Row>> {
    const rows = await this.those(filter);
    const [last] = after === undefined ? [undefined] : fromCursor(after, 1);
    const start = (last === undefined ? 0 : rows.findIndex(({ id }) => id === last) + 1) + skip;
    const page = rows.slice(start, start + Math.min(limit, MOST_LISTED));
    const hasMore = start + page.length < rows.length;
    return { rows: page, next: hasMore && page.length > 0 ? toCursor([page.at(-1)!.id]) : null };
  }

  async countUpTo(filter: Filter, most = Number.MAX_SAFE_INTEGER): Promise<number> {
    return Math.min((await this.those(filter)).length, most);
  }

  async find(id: string): Promise<Row | undefined> {
    return (await this.all()).find((row) => row.id === id);
  }

  private async those(filter: Filter): Promise<readonly Row[]> {
    return (await this.all()).filter((row) => this.fits(row, filter));
  }
}
