/** Thrown instead of an answer: the caller's connection is reset, and nothing has been processed or kept. */
export class ConnectionReset extends Error {}

/** Beyond this the oldest count is forgotten: its card then resets two more times, which a test would have to wait for. */
const COUNTS_MAX = 10_000;

/** How often each intent's connection has been reset by its card. */
export class ResetCounts {
  private readonly counts = new Map<string, number>();

  /** Resets the connection until it has been reset `times` times for this subject. */
  resetUpTo(times: number, subject: string): void {
    const count = this.counts.get(subject) ?? 0;
    if (count >= times) return;
    this.counts.set(subject, count + 1);
    if (this.counts.size > COUNTS_MAX) this.counts.delete(this.counts.keys().next().value ?? '');
    throw new ConnectionReset(`reset ${count + 1} of ${times} for ${subject}`);
  }
}
