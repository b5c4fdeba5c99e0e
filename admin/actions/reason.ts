const REASON = /^[^\p{C}]{3,500}$/u;

/** As it goes into the audit: one line of 3 to 500 characters. */
export function readReason(given: unknown): { reason?: string; error?: { field: string; message: string } } {
  const reason = typeof given === 'string' ? given.trim() : '';
  if (REASON.test(reason)) return { reason };
  return { error: { field: 'reason', message: 'Say why, in one line of 3 to 500 characters.' } };
}
