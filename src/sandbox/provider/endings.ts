import type { Exchange } from './exchange.js';
import type { Fault } from './faults.js';
import type { RequestEnd } from './store/journal.js';

/** Lets the caller go without an answer where the fault strikes before anything is processed; tells whether it did. */
export async function dropBefore(
  exchange: Exchange,
  fault: Fault | undefined,
  note: (end: RequestEnd) => void,
): Promise<boolean> {
  if (fault?.mode === 'reset_before') {
    note('reset');
    exchange.reset();
    return true;
  }
  if (fault?.mode === 'hang_before') {
    note('hang');
    await exchange.whenGone();
    return true;
  }
  return false;
}

/** Where the answer of a processed request goes. */
export function endUnder(fault: Fault | undefined, status: number): RequestEnd {
  if (fault?.mode === 'reset_after') return 'reset';
  if (fault?.mode === 'hang_after') return 'hang';
  if (fault?.mode === 'cut_after') return 'cut';
  return fault?.mode === 'status_after' ? fault.status : status;
}

/** Sends the answer there, or loses it. */
export function sendTo(
  end: RequestEnd,
  exchange: Exchange,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: string },
): void {
  if (end === 'hang') return;
  if (end === 'reset') return exchange.reset();
  if (end === 'cut') return exchange.cut(status, headers, body);
  exchange.send(end, headers, body);
}
