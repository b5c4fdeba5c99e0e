import type { Settings } from '../settings.js';
import type { Commit } from '../store/commit.js';
import type { Store } from '../store/store.js';
import type { Fields } from '../wire/fields.js';

/** What handlers and timers work with. They do not await: what they change is seen as a whole or not at all. */
export interface Work {
  store: Store;
  commit: Commit;
  settings: Settings;
}

/** One request, as its handler sees it. */
export interface Call extends Work {
  /** The id in the path, or '' where the path has none. */
  id: string;
  body: Fields;
  query: URLSearchParams;
}

export interface Answer {
  status: number;
  /** Null: no content. */
  body: object | null;
  /** The payment that the request was about, for the journal. */
  payment: string | null;
}

export type Handler = (call: Call) => Answer;
