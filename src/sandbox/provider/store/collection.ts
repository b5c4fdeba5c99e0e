/** Records by id, in the order they came. The oldest go once there are more than `keep`. */
export class Collection<T extends { id: string }> {
  private readonly byId = new Map<string, T>();
  private readonly positions = new Map<string, number>();
  private order: string[] = [];
  /** How many have gone from the front of `order`, so that positions stay true without being renumbered. */
  private gone = 0;

  constructor(private readonly keep = Number.POSITIVE_INFINITY) {}

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  put(record: T): void {
    if (!this.positions.has(record.id)) {
      this.positions.set(record.id, this.gone + this.order.length);
      this.order.push(record.id);
    }
    this.byId.set(record.id, record);
    if (this.byId.size > this.keep * 1.1) this.dropOldest();
  }

  /** The place in `order` is left empty: removing it there would renumber everything behind it. */
  remove(id: string): void {
    const position = this.positions.get(id);
    if (position === undefined) return;
    this.order[position - this.gone] = '';
    this.byId.delete(id);
    this.positions.delete(id);
  }

  /** From newer to older, starting just before `olderThan` where it is given. */
  *newestFirst(olderThan?: string): Generator<T> {
    const from = olderThan === undefined ? undefined : this.positions.get(olderThan);
    let index = (from === undefined ? this.order.length : from - this.gone) - 1;
    for (; index >= 0; index--) {
      const record = this.byId.get(this.order[index] ?? '');
      if (record) yield record;
    }
  }

  newest(count: number): T[] {
    const found: T[] = [];
    for (const record of this.newestFirst()) {
      if (found.length === count) break;
      found.push(record);
    }
    return found;
  }

  /** From older to newer, starting just after `newerThan`: how a page before a known record is read. */
  *oldestFirst(newerThan?: string): Generator<T> {
    const from = newerThan === undefined ? undefined : this.positions.get(newerThan);
    for (let index = from === undefined ? 0 : from - this.gone + 1; index < this.order.length; index++) {
      const record = this.byId.get(this.order[index] ?? '');
      if (record) yield record;
    }
  }

  private dropOldest(): void {
    const surplus = this.order.length - this.keep;
    for (const id of this.order.slice(0, surplus)) this.remove(id);
    this.order = this.order.slice(surplus);
    this.gone += surplus;
  }
}
