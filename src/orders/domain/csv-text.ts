export type CsvCell = string | number | null;

/** What a spreadsheet takes for the beginning of a formula; some pass over spaces, and read wide signs as narrow ones. */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const NEEDS_QUOTES = /[",;\r\n\t]/;

/** One line of a CSV (RFC 4180). A text that a spreadsheet would calculate begins with an apostrophe, so that it stays one. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
