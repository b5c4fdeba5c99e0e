/** `INV-2026-000001`: series, year and the number in it; a number past a million takes another digit. */
export const documentNumber = (series: string, year: number, sequence: number): string =>
  `${series}-${year}-${String(sequence).padStart(6, '0')}`;

const NUMBER = /^[A-Z]{2,4}-\d{4}-\d{6,10}$/;

/** Whether a text can be a document's number; what cannot never reaches the database. */
export const isDocumentNumber = (text: string): boolean => NUMBER.test(text);
