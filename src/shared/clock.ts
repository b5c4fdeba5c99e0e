/**
 * The time of tokens only. Whatever a row expires by is decided by the database's clock, so that processes
 * whose clocks disagree never disagree about an order.
 */
export abstract class Clock {
  abstract nowMs(): number;
}

export class SystemClock extends Clock {
  nowMs(): number {
    return Date.now();
  }
}
