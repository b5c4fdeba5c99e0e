import { ROOT } from '../panel.js';

/** One figure: a text, and the list behind it. */
export interface Cell {
  readonly text: string;
  /** What the text is a figure of. */
  readonly name: string;
  /** How long its bar is, beside the others of its part. */
  readonly size: number;
  readonly tone: 'calm' | 'good' | 'wait' | 'late' | 'bad';
  readonly href: string;
}

export interface Row {
  readonly label: string;
  readonly note?: string;
  readonly cells: readonly Cell[];
}

/** A part of the dashboard, as it is drawn: bars of one measure, each a link. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** What is said where there is no row. */
  readonly whenEmpty: string;
}

type Filter = Readonly<Record<string, string | number | { readonly from?: string; readonly to?: string }>>;

/** A list of the panel, narrowed as its own form would. */
export function listAt(resource: string, filter: Filter = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (typeof value !== 'object') query.set(`filters.${name}`, String(value));
    else for (const [end, time] of Object.entries(value)) query.set(`filters.${name}~~${end}`, time);
  }
  return `${ROOT}/resources/${resource}${query.size > 0 ? `?${query}` : ''}`;
}

/** Counted so far; nobody counts further. */
const MOST = 1_000;

export const countText = (count: number): string =>
  count >= MOST ? `${MOST.toLocaleString('en')}+` : String(count);

/** `payment_unresolved` as people read it. */
export function inWords(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

export function ageText(seconds: number): string {
  if (seconds < MINUTE) return 'less than a minute';
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}
