/** Now, in the whole seconds that Stripe's `created` counts. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
