import { hash } from 'node:crypto';
import type { KeptAnswer } from '../store/records.js';
import type { Store } from '../store/store.js';
import type { Form } from '../wire/form.js';
import { StripeError } from '../wire/stripe-error.js';

/** Stripe forgets keys after at least 24 hours. */
const KEPT_MS = 24 * 3_600_000;
const SWEEP_MS = 600_000;
const KEY_LENGTH_MAX = 255;

/** Idempotency keys: the answers they stand for, and which of them are being worked on. */
export class KeptAnswers {
  private readonly running = new Set<string>();

  constructor(private readonly store: Store) {
    this.sweep();
    setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** The answer to repeat, if there is one; refuses a key that is in use or stood for something else. */
  find(key: string, path: string, fingerprint: string): KeptAnswer | undefined {
    if (key.length > KEY_LENGTH_MAX)
      throw refused(400, `Idempotency keys have at most ${KEY_LENGTH_MAX} characters.`);
    if (this.running.has(key)) throw refused(409, inUse(key), 'idempotency_key_in_use');
    const kept = this.store.keptAnswers.get(key);
    if (!kept || isForgotten(kept)) return undefined;
    if (kept.path !== path) throw refused(400, otherThan('endpoint', `('${kept.path}')`, key));
    if (kept.fingerprint !== fingerprint) throw refused(400, otherThan('parameters', '', key));
    return kept;
  }

  begin(key: string): void {
    this.running.add(key);
  }

  end(key: string): void {
    this.running.delete(key);
  }

  private sweep(): void {
    for (const kept of this.store.keptAnswers.oldestFirst()) {
      if (!isForgotten(kept)) return;
      this.store.keptAnswers.remove(kept.id);
    }
  }
}

/**
 * What makes two requests the same. Card numbers and codes are left out of it: a digest on disk could be turned back
 * into them by trying.
 */
export function fingerprintOf(form: Form): string {
  return hash('sha256', JSON.stringify(form, hideCard));
}

function hideCard(key: string, value: unknown): unknown {
  if (key === 'cvc') return undefined;
  return key === 'number' && typeof value === 'string' ? value.slice(-4) : value;
}

function isForgotten(kept: KeptAnswer): boolean {
  return kept.keptAt + KEPT_MS < Date.now();
}

function refused(status: 400 | 409, message: string, code?: string): StripeError {
  return new StripeError(status, { type: 'idempotency_error', message, ...(code ? { code } : {}) });
}

function otherThan(what: string, first: string, key: string): string {
  return (
    `Keys for idempotent requests can only be used with the same ${what} they were first used with ${first}. ` +
    `Try using a key other than '${key}' if you meant to execute a different request.`
  ).replace(' .', '.');
}

function inUse(key: string): string {
  return (
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted ` +
    `twice, and the other request is still going through): ${key}. Please try again later.`
  );
}
