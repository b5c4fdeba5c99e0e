/** Now, in the form of PayPal's times. */
export function now(): string {
  return iso(Date.now());
}

/** Whole seconds, as PayPal shows them. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
