import { createHash } from 'node:crypto';

/**
 * The one mapping that names, addresses, mail and telephone pass through on their way to and from a `personal`
 * column. What it writes today is plain JSON; encrypting it per person is a change in these three functions.
 */
export function toPersonalColumn(data: object): string {
  return JSON.stringify(data);
}

export function fromPersonalColumn<T>(column: T): T {
  return column;
}

/**
 * What an e-mail address is looked up by: a digest of its normalised form, so that look-ups survive the
 * encryption of the address itself.
 */
export function emailKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase().normalize('NFC')).digest('base64url');
}

/** What a full name is looked up by, however it was typed; null for nobody's. */
export function nameKey(name: string | null | undefined): string | null {
  const spelt = name?.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
  return spelt ? createHash('sha256').update(spelt).digest('base64url') : null;
}
