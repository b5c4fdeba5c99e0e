import type { Commit } from '../store/commit.js';
import type { Store } from '../store/store.js';
import type { Params } from '../wire/params.js';
import type { Settings } from '../settings.js';
import type { ResetCounts } from './reset-counts.js';

/** What it takes to change something, whether a request, a control or a timer does. */
export interface Change {
  store: Store;
  commit: Commit;
  settings: Settings;
}

/** A change that somebody asks for in words. */
export interface Wish extends Change {
  /** The id in the path, or '' where the path has none. */
  id: string;
  params: Params;
  /** Where this gateway is reached, for the addresses it hands out. */
  baseUrl: string;
}

/** One request, as its handler sees it. Handlers do not await: what they change is seen as a whole or not at all. */
export interface Call extends Wish {
  resets: ResetCounts;
  idempotencyKey: string | null;
}

export interface Answer {
  body: object;
  /** The intent that the request was about, for the journal. */
  intent: string | null;
  /** `never`: processed, and the caller does not hear of it. `after_webhooks`: the webhooks are acknowledged first. */
  ending?: 'never' | 'after_webhooks';
}

export type Handler = (call: Call) => Answer;
