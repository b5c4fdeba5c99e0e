/** What every provider's store holds, besides what only it knows. A record is replaced, never changed. */
export interface StoredRecord {
  object: string;
  id: string;
}

export interface StoredEvent extends StoredRecord {
  object: 'event';
  type: string;
  /** Who is owed this event, and how many times each is told. */
  sandbox: { endpoints: string[]; copies: number };
}

/** Something that is to happen after a while, and that a restart must not forget. */
export interface StoredLater extends StoredRecord {
  object: 'later';
  what: string;
  subject: string;
  dueAt: number;
  deleted?: true;
}
