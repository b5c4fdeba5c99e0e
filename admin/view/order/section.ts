import type { Wish } from '../../actions/action.js';

/** Who looks at which order. */
export type Looker = Pick<Wish<unknown>, 'actor' | 'role' | 'recordId'>;

/** What a cell says, and where it leads. */
export type Cell = string | { readonly text: string; readonly href?: string; readonly at?: string };

/** An action on the row of a section, opened on the order's page. */
export interface RowAction {
  readonly action: string;
  readonly label: string;
  readonly recordId: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly actions?: readonly RowAction[] }[];
  /** What is said where there is no row. */
  readonly empty: string;
  /** What adds a row. */
  readonly addAction?: { readonly action: string; readonly label: string };
}

/** A button; one that cannot be pressed says why. */
export interface Button {
  readonly action: string;
  readonly label: string;
  readonly isAllowed: boolean;
  readonly why?: string;
}

export interface OrderView {
  readonly number: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly status: string;
  readonly buttons: readonly Button[];
  readonly sections: readonly Section[];
}

export const at = (time: string | null): Cell => (time === null ? '' : { text: timeOf(time), at: time });

export const timeOf = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

export const rowOf = (resource: string, id: string, text: string): Cell => ({
  text,
  href: `/admin/resources/${resource}/records/${encodeURIComponent(id)}/show`,
});

/** `partially_refunded` for people. */
export const wordOf = (code: string | null): string => (code ?? '').replaceAll('_', ' ');
