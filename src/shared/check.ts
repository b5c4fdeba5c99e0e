/**
 * A rule that rows have to keep, as data: `verify` runs it and tells what breaks it. The SQL of a check belongs to the
 * rightmost module whose tables it reads.
 */
export interface Check {
  /** Monitoring knows the break by this name. */
  readonly name: string;
  /** What is wrong, for whoever runs the shop. */
  readonly wrong: string;
  /** What to do about it. */
  readonly remedy: string;
  /**
   * A query of what breaks the rule, one row for each break: `(kind, id, order_id, facts)`; the kind is a `Subject`,
   * the facts are JSON in the words of the contract. It may ask the row `given` for a `Given`, in snake_case.
   */
  readonly broken: string;
}

/** What a break can be about. */
export type Subject =
  | 'product'
  | 'order'
  | 'attempt'
  | 'capture'
  | 'refund'
  | 'transfer'
  | 'series'
  | 'movement';

/** What is the same for every check of a run. */
export interface Given {
  /** What has moved since is under way, and breaks nothing yet. */
  readonly cutoff: Date;
  /** For checks of a gateway's books: whose they are, and from when on they were read. */
  readonly gateway?: string;
  readonly since?: Date;
}
