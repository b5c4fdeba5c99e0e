/** Which page of a list is wanted: after another one by its cursor, or some rows down. */
export interface PageRequest {
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** So many rows are passed over, at most `MOST_SKIPPED`: for who turns pages by number. */
  readonly skip?: number | undefined;
}

/**
 * Newest first, unless a list says otherwise. `next` asks for the page after, null where there is none. With filters that no index serves together a
 * page may have fewer rows than asked, even none, and a `next`: so far it was looked (`MOST_WALKED`), there it goes on.
 */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** What the shop's own people look through. Outside a transaction, a few statements of bounded work each. */
export interface List<Filter, Row> {
  list(filter: Filter, page: PageRequest): Promise<Page<Row>>;
  /** How many there are, as far as it is looked: never a full count. */
  countUpTo(filter: Filter, most?: number): Promise<number>;
  find(id: string): Promise<Row | undefined>;
}

export const MOST_LISTED = 200;
/** Nobody turns more pages by hand; who wants more filters, or follows `next`. */
export const MOST_SKIPPED = 5_000;
/** Rows that one look may read, however few of them fit: some 20 ms of work. */
export const MOST_WALKED = 5_000;
export const MOST_COUNTED = 10_000;

/** A half-open span of time, as ISO 8601 tells it. */
export interface TimeSpan {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** A page by its number, counted from 1, with how many rows can be reached by number. */
export async function numberedPage<Filter, Row>(
  list: List<Filter, Row>,
  filter: Filter,
  { page, perPage }: { page: number; perPage: number },
): Promise<Page<Row> & { readonly total: number }> {
  const limit = Math.min(Math.max(perPage, 1), MOST_LISTED);
  const skip = Math.min(Math.max(page - 1, 0) * limit, MOST_SKIPPED);
  const [found, total] = await Promise.all([
    list.list(filter, { limit, skip }),
    list.countUpTo(filter, MOST_SKIPPED + limit),
  ]);
  return { ...found, total };
}
