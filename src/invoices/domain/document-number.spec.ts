import { documentNumber, isDocumentNumber } from './document-number.js';

describe('a document’s number', () => {
  it.each([
    ['INV', 2026, 1, 'INV-2026-000001'],
    ['CN', 2027, 999_999, 'CN-2027-999999'],
    ['INV', 2026, 1_000_000, 'INV-2026-1000000'],
  ] as const)('of %s in %i, the %ith, is %s', (series, year, sequence, number) => {
    expect(documentNumber(series, year, sequence)).toBe(number);
    expect(isDocumentNumber(number)).toBe(true);
  });

  it.each(['', 'INV-2026-1', "INV-2026-000001'", 'inv-2026-000001', '../INV-2026-000001'])(
    '%j is none',
    (text) => {
      expect(isDocumentNumber(text)).toBe(false);
    },
  );
});
