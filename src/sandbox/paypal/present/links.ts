import type { Store } from '../store/store.js';

interface Link {
  href: string;
  rel: string;
  method: 'GET' | 'POST' | 'REDIRECT';
}

/** `path` begins with a slash. */
export function link({ publicUrl }: Store, rel: string, path: string, method: Link['method'] = 'GET'): Link {
  return { href: publicUrl + path, rel, method };
}

/** Leaves out what is not known, as PayPal does. */
export function known(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== null && value !== undefined),
  );
}
