import type { Permission } from '../../src/staff/index.js';
import type { Panel, Viewer } from '../panel.js';

/** What a list is narrowed by, as the panel's filter form says it: texts, and spans of time. */
export type Filters = Readonly<Record<string, string | { readonly from?: string; readonly to?: string }>>;

export interface PageWanted {
  readonly limit: number;
  /** So many rows are passed over. */
  readonly skip: number;
}

/** A row as it is shown: names of fields and their values. */
export type Row = Readonly<Record<string, unknown>>;

export interface Field {
  readonly name: string;
  /** What people read. */
  readonly label: string;
  readonly type?: 'string' | 'number' | 'boolean' | 'datetime';
  /** Exactly one has it. */
  readonly isId?: true;
  /** Exactly one that stands in the list has it: on a telephone it stands there alone. */
  readonly isTitle?: true;
  /** Where it stands; the list unless told. */
  readonly in?: readonly ('list' | 'show' | 'filter')[];
  readonly oneOf?: readonly string[];
  readonly link?: Link;
  /** Read as it is written, line by line. */
  readonly isPreformatted?: true;
}

/** Where a value leads: to what its row has in another field. */
export interface Link {
  /** What it leads to: without the right to read that list the value stands there as text. */
  readonly resource: string;
  /** Its address up to the id; the row's page there unless told. */
  readonly to?: string;
  /** The field of this row that has the other one's id; absent: the value itself. */
  readonly by?: string;
}

/** A list of the panel: one file in `resources/` makes one of these, and `resources/index.ts` names it. */
export interface ListSource {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  /** Under which heading it stands in the menu. */
  readonly group: 'Orders' | 'Catalogue' | 'People' | 'Messages' | 'Shop' | 'Operation';
  readonly permission: Permission;
  readonly fields: readonly Field[];
  /** What is said where there is no row, other than that. */
  readonly whenEmpty?: string;
  /** What shows a row by itself, and the buttons of its actions: a name in `components.ts`. Absent: AdminJS does. */
  readonly page?: 'orderPage';
  /** The action that makes a file of what the list shows: then a button leads to the page of exports, with its filter. */
  readonly exportedBy?: string;
  list(panel: Panel, filters: Filters, page: PageWanted, viewer: Viewer): Promise<readonly Row[]>;
  /** How many there are, as far as anybody looks: capped, never a full count. */
  count(panel: Panel, filters: Filters, viewer: Viewer): Promise<number>;
  find(panel: Panel, id: string, viewer: Viewer): Promise<Row | undefined>;
}
