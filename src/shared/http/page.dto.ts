/** Where a page of a list stands. */
export class PageInfoDto {
  /**
   * Opaque; passed as `cursor` it gets the next page. Null on the last one.
   * @example WyJTdG9uZXdhcmUgbXVnIiwicHJvZF9tdWciXQ
   */
  nextCursor: string | null;
  /** @example true */
  hasMore: boolean;
}
