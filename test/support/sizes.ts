/** A guarantee is proven small in `npm test`, and at full size, seed after seed, by `npm run proof`. */
export const size = <T>({ short, full }: { readonly short: T; readonly full: T }): T =>
  process.env['PROOF'] === 'full' ? full : short;

/** How long a test of a guarantee may take; a busy machine needs several times what an idle one does. */
export const LIMIT_MS = size({ short: 90_000, full: 45 * 60_000 });
