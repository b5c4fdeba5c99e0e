import type { Check } from '../../shared/check.js';
import { BOOK_CHECKS, DATABASE_CHECKS } from './checks.js';

/** The table of breaks and remedies in `docs/operations.md`. */
export function checkTable(): string {
  return [
    '| break | what is wrong | remedy |',
    '|---|---|---|',
    ...DATABASE_CHECKS.map(row),
    '| **the gateways’ books** | | |',
    ...BOOK_CHECKS.map(row),
  ].join('\n');
}

const row = ({ name, wrong, remedy }: Check): string => `| \`${name}\` | ${wrong} | ${remedy} |`;
