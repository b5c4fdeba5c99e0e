import { formatMoney } from '../../shared/money.js';
import type { FrozenDocument } from '../domain/document.js';
import { INK, type Style } from './paper.js';

export const QUIET: Style = { size: 8, color: INK.quiet };

/** What a credit note takes back stands below zero. */
export function signed(amountMinor: number, { kind, currency }: FrozenDocument): string {
  const below = kind === 'credit_note' && amountMinor !== 0;
  return formatMoney(below ? -amountMinor : amountMinor, currency).replace('-', '\u2212');
}

const DATE = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
export const dateOf = (time: string): string => DATE.format(new Date(time));
