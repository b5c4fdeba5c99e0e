/**
 * Calls at once, and then at most once in `everyMs` for a key: what follows quickly is answered together, and what comes
 * alone does not wait. Nothing that was asked for goes without a call after it.
 */
export function paced(everyMs: number, call: (key: string) => void): (key: string) => void {
  /** Keys that were called of late, with whether they were asked for again since. */
  const late = new Map<string, boolean>();
  return function ask(key) {
    if (late.has(key)) {
      late.set(key, true);
      return;
    }
    late.set(key, false);
    call(key);
    setTimeout(() => {
      const again = late.get(key);
      late.delete(key);
      if (again) ask(key);
    }, everyMs).unref();
  };
}
