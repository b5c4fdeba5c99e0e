import type { OrderStatus } from '../../orders/index.js';
import type { Backlog } from '../../shared/events/job-queue.js';

/** The list behind a figure, by the name of its resource, and the filter that it is to be opened with. */
export interface ListBehind {
  readonly list:
    | 'orders'
    | 'payments'
    | 'refunds'
    | 'returns'
    | 'mails'
    | 'interventions'
    | 'ledger'
    | 'deadJobs'
    | 'queues';
  readonly filter: Readonly<Record<string, unknown>>;
}

export interface Figure {
  /** Counted up to `MOST_OF_A_FIGURE`. */
  readonly count: number;
  readonly behind: ListBehind;
}

export interface Amount {
  /** What the rows of the list behind it come to. */
  readonly minor: number;
  readonly behind: ListBehind;
}

export interface Dashboard {
  readonly ordersByStatusAndAge: readonly (Figure & { readonly status: OrderStatus; readonly age: Age })[];
  /** Of the last fourteen days and each currency of which something was booked in them. */
  readonly revenue: readonly {
    /** Of UTC. */
    readonly day: string;
    readonly currency: string;
    readonly captured: Amount;
    readonly refunded: Amount;
  }[];
  /** What was tried on the last seven days of UTC. `outcome` is `succeeded`, or the reason of a decline. */
  readonly payments: readonly (Figure & { readonly method: string; readonly outcome: string })[];
  readonly unknownOutcomes: Figure;
  readonly refundsPending: Figure;
  readonly holdsAboutToExpire: Figure;
  readonly returnsWaiting: Figure;
  readonly mailFailures: Figure;
  readonly interventions: readonly (Figure & { readonly kind: string; readonly oldestSeconds: number })[];
  readonly jobs: readonly (Backlog & { readonly behind: ListBehind })[];
  /** Until when the events of the day are counted; null before the worker has begun. */
  readonly countedAt: string | null;
}

export type Age = 'up_to_a_day' | 'up_to_three_days' | 'up_to_a_week' | 'older';
