/** How long each part of a run takes, and how much it uses. A full run stays below three and a half minutes. */
export interface BenchSettings {
  /** V8 goes on optimising for thousands of orders: a short warm-up measures its interpreter. */
  readonly warmUpMs: number;
  readonly levelMs: number;
  readonly ceilingMs: number;
  /** How often the most clients and the ceiling take turns: what disturbs the one should disturb the other. */
  readonly rounds: number;
  readonly customersPerClient: number;
  readonly countedOrders: number;
}

export const FULL: BenchSettings = {
  warmUpMs: 25_000,
  levelMs: 6_000,
  ceilingMs: 5_000,
  rounds: 3,
  customersPerClient: 4,
  countedOrders: 7,
};

export const QUICK: BenchSettings = {
  warmUpMs: 3_000,
  levelMs: 2_000,
  ceilingMs: 2_000,
  rounds: 1,
  customersPerClient: 2,
  countedOrders: 3,
};

/** Past this the run is ended and everything it started with it. */
export const RUN_LIMIT_MS = 210_000;

/** Beside the most, which takes turns with the ceiling. */
export const LEVELS = [1, 8] as const;
export const MOST_CLIENTS = 32;

/** Enough that two orders seldom want the same row at once, as in a shop without a sale. */
export const PRODUCTS = 1_000;
/** Never short, however long a run. */
export const UNITS_OF_EACH = 50_000_000;

/** What the ratio to the ceiling should be at the most clients. */
export const TARGET_RATIO = 0.25;
