import { Collection } from './collection.js';
import { CommitFile, type CommitLine } from './commit-file.js';
import { Journal, type JournalEntry, type JournalKind } from './journal.js';
import type { StoredEvent, StoredRecord } from './records.js';

/** Events beyond this many are forgotten, oldest first, as a provider forgets them after some weeks. */
const EVENTS_KEPT = 100_000;
/** Entries that no answer depends on are written this late, in one go. */
const CHATTER_DELAY_MS = 50;

/**
 * Everything a provider knows: in memory to read, in one append-only file to survive. A provider's own store names its
 * collections by `home`; opening it reads the file.
 */
export class ProviderStore<R extends StoredRecord> {
  readonly journal = new Journal();
  /** Events by id, and the endpoints that had not acknowledged them when the last process ended. */
  readonly undelivered = new Map<string, Set<string>>();

  private readonly homes = new Map<string, Collection<R>>();
  private readonly file: CommitFile<R>;
  private chatter: JournalEntry[] = [];
  private chatterTimer: NodeJS.Timeout | undefined;

  constructor(directory: string, fileName: string) {
    this.file = CommitFile.open<R>(directory, fileName, (line) => this.replay(line));
  }

  /** Changes memory only; a commit writes the file. */
  apply(record: R): void {
    const home = this.homeOf(record.object);
    if ('deleted' in record && record.deleted) home.remove(record.id);
    else home.put(record);
  }

  /** Writes one line, with what was noted before it, so that the file stays in the journal's order. */
  write(line: CommitLine<R>): void {
    this.flush();
    this.file.append(line);
  }

  /** Adds an entry that no answer waits for. */
  note(kind: JournalKind, facts: object): void {
    this.chatter.push(this.enter(kind, facts));
    this.chatterTimer ??= setTimeout(() => this.flush(), CHATTER_DELAY_MS);
  }

  enter(kind: JournalKind, facts: object): JournalEntry {
    const entry = this.journal.entry(kind, facts);
    this.journal.add(entry);
    return entry;
  }

  close(): void {
    this.flush();
    this.file.close();
  }

  /** Where the records of one kind live. */
  protected home<K extends R['object']>(kind: K): Collection<Extract<R, { object: K }>> {
    return this.homeOf(kind) as unknown as Collection<Extract<R, { object: K }>>;
  }

  private homeOf(kind: string): Collection<R> {
    const known = this.homes.get(kind);
    if (known) return known;
    const home = new Collection<R>(kind === 'event' ? EVENTS_KEPT : undefined);
    this.homes.set(kind, home);
    return home;
  }

  private flush(): void {
    clearTimeout(this.chatterTimer);
    this.chatterTimer = undefined;
    if (this.chatter.length === 0) return;
    this.file.append({ journal: this.chatter });
    this.chatter = [];
  }

  private replay(line: CommitLine<R>): void {
    for (const record of line.put ?? []) {
      this.apply(record);
      if (isEvent(record)) this.undelivered.set(record.id, new Set(record.sandbox.endpoints));
    }
    for (const entry of line.journal ?? []) {
      this.journal.add(entry);
      if (entry.kind === 'webhook' && entry['final']) this.forgetDelivered(entry);
    }
  }

  private forgetDelivered(entry: JournalEntry): void {
    const endpoints = this.undelivered.get(String(entry['event']));
    endpoints?.delete(String(entry['endpoint']));
    if (endpoints?.size === 0) this.undelivered.delete(String(entry['event']));
  }
}

function isEvent(record: StoredRecord): record is StoredEvent {
  return record.object === 'event';
}
