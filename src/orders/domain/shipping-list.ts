import type { Units } from '../../shared/database/units.js';
import { isSameCarrier } from './carriers.js';

/** A line of a shipping list: where it stands in its file, and its cells. */
export interface ListLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A parcel as a list has it; several lines may name products of one. */
export interface ListedParcel {
  readonly lines: readonly number[];
  readonly orderNumber: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  /** Absent: everything that is there. */
  readonly items?: readonly Units[];
}

/** A line that says no parcel, and why. */
export interface ListFault {
  readonly lines: readonly number[];
  readonly orderNumber: string;
  readonly message: string;
}

export interface ShippingList {
  readonly parcels: readonly ListedParcel[];
  readonly faults: readonly ListFault[];
}

/** How the columns may be called; letters and digits count. */
const COLUMNS = {
  orderNumber: ['order', 'ordernumber', 'orderid'],
  carrier: ['carrier'],
  trackingNumber: ['tracking', 'trackingnumber', 'number'],
  product: ['sku', 'product', 'productid'],
  quantity: ['quantity', 'qty', 'units'],
} as const;
type Column = keyof typeof COLUMNS;
const REQUIRED: readonly Column[] = ['orderNumber', 'carrier', 'trackingNumber'];

/** Where each column stands, or which of those that have to be there are missing. */
export function columnsOf(header: readonly string[]): Map<Column, number> | { missing: string[] } {
  const keys = header.map((cell) => cell.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const places = (Object.keys(COLUMNS) as Column[]).map((column) => {
    const names: readonly string[] = COLUMNS[column];
    return [column, keys.findIndex((key) => names.includes(key))] as const;
  });
  const found = new Map(places.filter(([, place]) => place >= 0));
  const missing = REQUIRED.filter((column) => !found.has(column));
  return missing.length > 0 ? { missing } : found;
}

interface Read {
  readonly line: number;
  readonly orderNumber: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly unit?: Units;
}

/** Lines of one order, carrier and number are one parcel. A line at fault takes its parcel with it: half of it is not sent. */
export function parcelsOfList(
  columns: ReadonlyMap<Column, number>,
  lines: readonly ListLine[],
): ShippingList {
  const groups = new Map<string, (Read | ListFault)[]>();
  for (const line of lines) {
    const read = readLine(columns, line);
    const { orderNumber } = read;
    const key = 'message' in read ? keyOfFault(columns, line) : keyOf(read);
    groups.set(`${orderNumber} ${key}`, [...(groups.get(`${orderNumber} ${key}`) ?? []), read]);
  }
  const parcels: ListedParcel[] = [];
  const faults: ListFault[] = [];
  for (const group of groups.values()) {
    const parcel = packed(group);
    if ('message' in parcel) faults.push(parcel);
    else parcels.push(parcel);
  }
  return { parcels, faults };
}

const keyOf = ({ carrier, trackingNumber }: Pick<Read, 'carrier' | 'trackingNumber'>): string =>
  `${carrier.toLowerCase()} ${trackingNumber.toUpperCase().replace(/[\s-]/g, '')}`;

function keyOfFault(columns: ReadonlyMap<Column, number>, { cells }: ListLine): string {
  const cell = (column: Column) => cells[columns.get(column)!]?.trim() ?? '';
  return keyOf({ carrier: cell('carrier'), trackingNumber: cell('trackingNumber') });
}

function readLine(columns: ReadonlyMap<Column, number>, { line, cells }: ListLine): Read | ListFault {
  const cell = (column: Column) => cells[columns.get(column) ?? -1]?.trim() ?? '';
  const [orderNumber, carrier, trackingNumber] = [
    cell('orderNumber').toUpperCase(),
    cell('carrier'),
    cell('trackingNumber'),
  ];
  const fault = (message: string) => ({ lines: [line], orderNumber, message });
  if (!/^ORD-[0-9A-Z]{10}$/.test(orderNumber)) return fault('has no order number');
  if (!isText(carrier)) return fault('has no carrier');
  if (!isText(trackingNumber)) return fault('has no tracking number');
  const [productId, quantity] = [cell('product'), cell('quantity')];
  if (productId === '' && quantity === '') return { line, orderNumber, carrier, trackingNumber };
  if (productId === '') return fault('has a quantity and no product');
  const units = quantity === '' ? 1 : Number(quantity);
  if (!/^\d*$/.test(quantity) || units < 1 || units > UNITS_MAX) return fault(`${quantity} is no quantity`);
  return { line, orderNumber, carrier, trackingNumber, unit: { productId, quantity: units } };
}

const UNITS_MAX = 10_000;

const isText = (cell: string): boolean => /^[^\p{C}]{1,100}$/u.test(cell);

function packed(group: readonly (Read | ListFault)[]): ListedParcel | ListFault {
  const reads = group.filter((each): each is Read => !('message' in each));
  const bad = group.filter((each): each is ListFault => 'message' in each);
  const lines = group.flatMap((each) => ('message' in each ? each.lines : [each.line]));
  const [first] = reads;
  const { orderNumber } = group[0]!;
  if (bad.length > 0 || !first)
    return { lines, orderNumber, message: bad.map(({ message }) => message).join('; ') };
  const units = reads.flatMap(({ unit }) => unit ?? []);
  if (units.length > 0 && units.length < reads.length)
    return { lines, orderNumber, message: 'names some products of a parcel and not all' };
  const products = new Set(units.map(({ productId }) => productId));
  if (products.size < units.length || (units.length === 0 && reads.length > 1))
    return { lines, orderNumber, message: 'says the same twice' };
  if (reads.some(({ carrier }) => !isSameCarrier(carrier, first.carrier)))
    return { lines, orderNumber, message: 'names two carriers' };
  const { carrier, trackingNumber } = first;
  return { lines, orderNumber, carrier, trackingNumber, ...(units.length > 0 && { items: units }) };
}
