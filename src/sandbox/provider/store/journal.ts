/** Where a request's answer went, when it did not reach the caller. */
export type RequestEnd = number | 'reset' | 'hang' | 'cut';

/** What happened, in the order it happened. Money is never forgotten; `at` is ISO 8601. Never card data. */
export interface JournalEntry {
  seq: number;
  at: string;
  kind: JournalKind;
  [fact: string]: unknown;
}

export type JournalKind =
  | 'request'
  | 'charge'
  | 'decline'
  | 'authorization'
  | 'capture'
  | 'refund'
  | 'refund_arrived'
  | 'refund_failed'
  | 'void'
  | 'dispute'
  | 'dispute_closed'
  | 'webhook';

/** Requests and deliveries are kept in memory up to this many; the file has them all. */
const CHATTER_MAX = 200_000;
const CHATTER: ReadonlySet<string> = new Set<JournalKind>(['request', 'webhook']);
/** The most entries of one answer; `more` says that there are others. */
const PAGE_MAX = 100_000;

export class Journal {
  private entries: JournalEntry[] = [];
  private chatter = 0;
  private lastSeq = 0;

  entry(kind: JournalKind, facts: object): JournalEntry {
    return { seq: this.lastSeq + 1, at: new Date().toISOString(), kind, ...facts };
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    this.lastSeq = entry.seq;
    if (CHATTER.has(entry.kind) && ++this.chatter > CHATTER_MAX) this.forgetOldChatter();
  }

  since(after: number, kinds: readonly string[]): { entries: JournalEntry[]; last: number; more: boolean } {
    const found: JournalEntry[] = [];
    for (let index = this.firstAfter(after); index < this.entries.length; index++) {
      const entry = this.entries[index];
      if (!entry || (kinds.length > 0 && !kinds.includes(entry.kind))) continue;
      if (found.length === PAGE_MAX) return { entries: found, last: found.at(-1)?.seq ?? after, more: true };
      found.push(entry);
    }
    return { entries: found, last: this.lastSeq, more: false };
  }

  private firstAfter(seq: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private forgetOldChatter(): void {
    let surplus = CHATTER_MAX / 2;
    this.entries = this.entries.filter((entry) => !CHATTER.has(entry.kind) || surplus-- <= 0);
    this.chatter -= CHATTER_MAX / 2;
  }
}
