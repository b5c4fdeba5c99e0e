import { Collection } from './collection.js';
import { CommitFile, type CommitLine } from './commit-file.js';
import { Journal, type JournalEntry, type JournalKind } from './journal.js';
import type * as cash from './cash-records.js';
import type * as charges from './charge-records.js';
import type * as intents from './intent-records.js';
import type * as records from './records.js';

/** Events beyond this many are forgotten, oldest first, as Stripe forgets them after 30 days. */
const EVENTS_KEPT = 100_000;
/** Entries that no answer depends on are written this late, in one go. */
const CHATTER_DELAY_MS = 50;

/** Everything the gateway knows: in memory to read, in one append-only file to survive. */
export class Store {
  readonly customers = new Collection<cash.Customer>();
  readonly cash_balances = new Collection<cash.CashBalance>();
  readonly cash_balance_transactions = new Collection<cash.CashTransaction>();
  readonly payment_methods = new Collection<intents.PaymentMethod>();
  readonly payment_intents = new Collection<intents.PaymentIntent>();
  readonly charges = new Collection<charges.Charge>();
  readonly balance_transactions = new Collection<charges.BalanceTransaction>();
  readonly refunds = new Collection<charges.Refund>();
  readonly disputes = new Collection<charges.Dispute>();
  readonly events = new Collection<records.GatewayEvent>(EVENTS_KEPT);
  readonly webhook_endpoints = new Collection<records.WebhookEndpoint>();
  readonly keptAnswers = new Collection<records.KeptAnswer>();
  readonly laters = new Collection<records.Later>();
  readonly journal = new Journal();
  /** Events by id, and the endpoints that had not acknowledged them when the last process ended. */
  readonly undelivered = new Map<string, Set<string>>();

  private readonly homes = {
    customer: this.customers,
    cash_balance: this.cash_balances,
    customer_cash_balance_transaction: this.cash_balance_transactions,
    payment_method: this.payment_methods,
    payment_intent: this.payment_intents,
    charge: this.charges,
    balance_transaction: this.balance_transactions,
    refund: this.refunds,
    dispute: this.disputes,
    event: this.events,
    webhook_endpoint: this.webhook_endpoints,
    kept_answer: this.keptAnswers,
    later: this.laters,
  } satisfies Record<records.StoredRecord['object'], object>;

  private readonly file: CommitFile;
  private chatter: JournalEntry[] = [];
  private chatterTimer: NodeJS.Timeout | undefined;

  constructor(directory: string) {
    this.file = CommitFile.open(directory, (line) => this.replay(line));
  }

  /** Changes memory only; a commit writes the file. */
  apply(record: records.StoredRecord): void {
    const home = this.homes[record.object] as unknown as Collection<records.StoredRecord>;
    if ('deleted' in record && record.deleted) home.remove(record.id);
    else home.put(record);
  }

  /** Writes one line, with what was noted before it, so that the file stays in the journal's order. */
  write(line: CommitLine): void {
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

  private flush(): void {
    clearTimeout(this.chatterTimer);
    this.chatterTimer = undefined;
    if (this.chatter.length === 0) return;
    this.file.append({ journal: this.chatter });
    this.chatter = [];
  }

  private replay(line: CommitLine): void {
    for (const record of line.put ?? []) {
      this.apply(record);
      if (record.object === 'event') this.undelivered.set(record.id, new Set(record.sandbox.endpoints));
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
