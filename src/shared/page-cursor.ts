import { DomainError } from './problem.js';

/** Longer ones than any list makes are not even decoded. */
const MAX_CURSOR_LENGTH = 1_000;

/** Packs the sort key of a page's last row into an opaque cursor. */
export function toCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key out of a cursor: `length` storable strings, else 400 `validation_failed`. */
export function fromCursor(cursor: string, length: number, field = 'cursor'): string[] {
  const key = cursor.length <= MAX_CURSOR_LENGTH ? parse(cursor) : undefined;
  if (!Array.isArray(key) || key.length !== length || !key.every(isStorable)) {
    throw new DomainError('validation_failed', {
      errors: [{ field, message: `${field} must be a nextCursor of this list` }],
    });
  }
  return key;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const isStorable = (part: unknown): part is string =>
  typeof part === 'string' && part.isWellFormed() && !part.includes('\0');
