import { DomainError } from '../../shared/problem.js';
import { columnsOf, type ListLine, parcelsOfList, type ShippingList } from '../domain/shipping-list.js';

/** A day's parcels of a large shop; what is longer comes in parts. */
const BYTES_MAX = 1024 * 1024;
const LINES_MAX = 2_000;

const refused = (message: string): DomainError =>
  new DomainError('validation_failed', { errors: [{ field: 'csv', message }] });

/**
 * Reads a CSV of tracking numbers: a header, then a parcel in each line, separated by commas, semicolons or tabs. 400
 * `validation_failed` for what is no such file as a whole; a line that is none is a fault of the list.
 */
export async function readShippingList(csv: string): Promise<ShippingList> {
  if (Buffer.byteLength(csv) > BYTES_MAX) throw refused('may have 1 MB');
  const [header, ...lines] = await linesOf(csv);
  if (!header || lines.length === 0) throw refused('has a header and no line, or nothing at all');
  if (lines.length > LINES_MAX) throw refused(`may have ${LINES_MAX} lines`);
  const columns = columnsOf(header.cells);
  if ('missing' in columns) throw refused(`has no column ${columns.missing.join(', ')}`);
  return parcelsOfList(columns, lines);
}

interface InfoRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

async function linesOf(csv: string): Promise<ListLine[]> {
  // Loaded where a list is read, and in no other process.
  const { CsvError, parse } = await import('csv-parse/sync');
  try {
    const records: unknown = parse(csv, {
      bom: true,
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 10_000,
      to: LINES_MAX + 2,
    });
    // `info` adds where each record stands, which the types do not say.
    return (records as InfoRecord[]).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (error instanceof CsvError) throw refused(`is no CSV: ${error.code}`);
    throw error;
  }
}
