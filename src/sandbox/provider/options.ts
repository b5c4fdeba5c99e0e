/** A whole number of the command line. Throws a sentence that says what is wrong with it. */
export function readCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}".`);
  return Number(text);
}

/** 0 lets the system choose. */
export function readPort(name: string, text: string): number {
  const port = readCount(name, text);
  if (port > 65_535) throw new Error(`${name} must be at most 65535.`);
  return port;
}
