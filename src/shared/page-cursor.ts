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
    refuse(field);
  }
  return key;
}

/** The position out of a cursor that holds nothing else, for lists in the order of events; else 400 `validation_failed`. */
export function positionOfCursor(cursor: string, field = 'cursor'): bigint {
  const [position] = fromCursor(cursor, 1, field) as [string];
  return /^\d{1,18}$/.test(position) ? BigInt(position) : refuse(field);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(field: string): never {
  const errors = [{ field, message: `${field} must be a nextCursor of this list` }];
  throw new DomainError('validation_failed', { errors });
}

const isStorable = (part: unknown): part is string =>
  typeof part === 'string' && part.isWellFormed() && !part.includes('\0');
