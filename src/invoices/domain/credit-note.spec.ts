import fc from 'fast-check';
import { aSeller, anInvoicedOrder } from '../../../test/support/paper-facts.js';
import { type Corrected, type Credit, creditNoteOf } from './credit-note.js';
import type { CreditNoteFacts, FrozenDocument } from './document.js';
import { invoiceOf } from './invoice.js';

/** Two mugs at 50.00 taxed at 8 %, a book at 20.00 taxed at 5 %, a discount of 10.00 on the mugs, shipping 9.99. */
const facts = invoiceOf(anInvoicedOrder(), aSeller);
const invoice = (...credited: readonly FrozenDocument[]): Corrected => ({
  number: 'INV-2026-000001',
  issuedAt: '2026-11-28T03:00:00Z',
  facts,
  credited,
});
const credit = (amountMinor: number, units: Credit['units'] = null): Credit => ({
  amountMinor,
  units,
  why: 'refund',
  refundId: 'ref_1',
});
const note = (amountMinor: number, units?: Credit['units'], ...credited: readonly FrozenDocument[]) =>
  creditNoteOf(invoice(...credited), credit(amountMinor, units), aSeller)!;
const taxesOf = ({ taxes }: CreditNoteFacts) =>
  taxes.map(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]);
const partsOf = ({ untaxedMinor, taxes }: FrozenDocument): number[] => [
  untaxedMinor,
  ...taxes.flatMap(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]),
];
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('an invoice', () => {
  it('adds up by its rows, and by its rates', () => {
    expect(facts.amountMinor).toBe(12_819);
    expect(sum(facts.sums.map(({ amountMinor }) => amountMinor))).toBe(12_819);
    expect(sum(partsOf(facts))).toBe(12_819);
    expect(facts.untaxedMinor).toBe(999);
  });
});

describe('a credit note', () => {
  it('over everything is the invoice, turned round', () => {
    const whole = note(facts.amountMinor);
    expect(whole).toMatchObject({ kind: 'credit_note', corrects: { of: 'whole' }, lines: facts.lines });
    expect(whole.sums).toEqual(facts.sums);
    expect(whole.taxes).toEqual(facts.taxes);
    expect(whole).not.toHaveProperty('payment');
  });

  it('over an amount takes back each rate’s share of it', () => {
    const part = note(6_410);
    expect(part).toMatchObject({ amountMinor: 6_410, corrects: { of: 'amount' }, lines: [] });
    expect(taxesOf(part)).toEqual([
      [4_500, 360],
      [1_000, 50],
    ]);
    expect(sum(partsOf(part))).toBe(6_410);
    expect(part.sums.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['net', 6_000],
      ['tax', 360],
      ['tax', 50],
    ]);
  });

  it('over units takes back the tax of their own rate', () => {
    const book = note(2_267, [{ productId: 'prod_book', quantity: 1 }]);
    expect(book).toMatchObject({
      corrects: { of: 'units' },
      lines: [{ name: 'A book', quantity: 1, subtotalMinor: 2_000 }],
    });
    expect(taxesOf(book)).toEqual([
      [0, 0],
      [2_000, 100],
    ]);
    expect(book.untaxedMinor).toBe(167);
    expect(book.sums.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['goods', 2_000],
      ['extras', 167],
      ['tax', 100],
    ]);
  });

  it('is never over more than is left, and is none where nothing is', () => {
    const first = note(12_000);
    expect(note(12_000, null, first).amountMinor).toBe(819);
    expect(creditNoteOf(invoice(first, note(819, null, first)), credit(1), aSeller)).toBeUndefined();
  });

  it('takes back no more than an invoice of nothing asked for', () => {
    const free = { ...facts, amountMinor: 0, untaxedMinor: 0, taxes: [] };
    expect(creditNoteOf({ ...invoice(), facts: free }, credit(100), aSeller)).toBeUndefined();
  });

  it('and its fellows never take back more of a part than there is, and in the end all of it', () => {
    const units = fc.constantFrom(
      null,
      [{ productId: 'prod_book', quantity: 1 }],
      [{ productId: 'prod_mug', quantity: 1 }],
      [
        { productId: 'prod_mug', quantity: 2 },
        { productId: 'prod_book', quantity: 1 },
      ],
    );
    const wishes = fc.array(fc.tuple(fc.integer({ min: 1, max: 6_000 }), units), { maxLength: 12 });
    fc.assert(
      fc.property(wishes, (wanted) => {
        const notes: CreditNoteFacts[] = [];
        for (const [amountMinor, of] of [...wanted, [facts.amountMinor, null] as const]) {
          const next = creditNoteOf(invoice(...notes), credit(amountMinor, of), aSeller);
          if (!next) continue;
          expect(Math.min(...partsOf(next))).toBeGreaterThanOrEqual(0);
          expect(sum(partsOf(next))).toBe(next.amountMinor);
          expect(sum(next.sums.map((row) => row.amountMinor))).toBe(next.amountMinor);
          notes.push(next);
        }
        const taken = partsOf(facts).map((_, index) => sum(notes.map((each) => partsOf(each)[index] ?? 0)));
        expect(taken).toEqual(partsOf(facts));
      }),
      { numRuns: 300 },
    );
  });
});
