/** How long each part of a run takes, and how much it uses. A full run stays below three and a half minutes. */
export interface BenchSettings {
  /** V8 goes on optimising for thousands of orders: a short warm-up measures its interpreter. */
  readonly warmUpMs: number;
  readonly levelMs: number;
  readonly ceilingMs: number;
  readonly customersPerClient: number;
  readonly countedOrders: number;
}

export const FULL: BenchSettings = {
  warmUpMs: 15_000,
  levelMs: 7_000,
  ceilingMs: 5_000,
  customersPerClient: 4,
  countedOrders: 7,
};

export const QUICK: BenchSettings = {
  warmUpMs: 3_000,
  levelMs: 2_500,
  ceilingMs: 2_000,
  customersPerClient: 2,
  countedOrders: 3,
};

/** Past this the run is ended and everything it started with it. */
export const RUN_LIMIT_MS = 210_000;

export const LEVELS = [1, 8, 32] as const;
export const MOST_CLIENTS = 32;

/** Enough that two orders seldom want the same row at once, as in a shop without a sale. */
export const PRODUCTS = 1_000;
/** Never short, however long a run. */
export const UNITS_OF_EACH = 50_000_000;

/** What the ratio to the ceiling should be at the most clients. */
export const TARGET_RATIO = 0.25;
