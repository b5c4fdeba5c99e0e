import { splitByLargestRemainder } from '../../shared/money.js';
import {
  type Correction,
  type CreditNoteFacts,
  type DocumentLine,
  type FrozenDocument,
  type InvoiceFacts,
  type Seller,
  type Sum,
  type TaxShare,
} from './document.js';
import { taxSums } from './invoice.js';

/** Money of an invoice that goes back, or that was let go before it was taken. */
export interface Credit {
  readonly amountMinor: number;
  /** The units that it gives back, where it was asked for by units. */
  readonly units: readonly { readonly productId: string; readonly quantity: number }[] | null;
  readonly why: Correction['why'];
  readonly refundId: string | null;
}

export interface Corrected {
  readonly number: string;
  readonly issuedAt: string;
  readonly facts: InvoiceFacts;
  /** The credit notes that it has already. */
  readonly credited: readonly Pick<FrozenDocument, 'amountMinor' | 'taxes' | 'untaxedMinor'>[];
}

/**
 * A credit note over what is credited, at most what the invoice has left; `undefined` where nothing is. Each rate's
 * share is taken from what the rate has left, so that the notes of an invoice never take back more tax than it asked
 * for, and all of it once they take back all.
 */
export function creditNoteOf(
  invoice: Corrected,
  credit: Credit,
  seller: Seller,
): CreditNoteFacts | undefined {
  const { facts } = invoice;
  const left = partsLeft(invoice);
  const leftMinor = sumOf(left);
  const amountMinor = Math.min(credit.amountMinor, leftMinor);
  if (amountMinor === 0) return undefined;
  const isWhole = amountMinor === facts.amountMinor;
  const lines = isWhole ? facts.lines : linesOf(facts, credit.units ?? []);
  const parts = splitWithin(amountMinor, lines.length > 0 ? weightsOf(facts, lines) : left, left);
  const [untaxedMinor, taxes] = [parts[0]!, taxesOf(facts.taxes, parts)];
  const { payment: _, ...common } = facts;
  return {
    ...common,
    kind: 'credit_note',
    seller,
    lines,
    sums: isWhole ? facts.sums : sumsOf(amountMinor, lines, taxes),
    taxes,
    untaxedMinor,
    amountMinor,
    corrects: {
      invoiceNumber: invoice.number,
      invoiceIssuedAt: invoice.issuedAt,
      why: credit.why,
      of: isWhole ? 'whole' : lines.length > 0 ? 'units' : 'amount',
      refundId: credit.refundId,
    },
  };
}

/** An amount in parts: what is untaxed, then taxable and tax of each rate. */
const partsOf = ({ untaxedMinor, taxes }: Pick<FrozenDocument, 'untaxedMinor' | 'taxes'>): number[] => [
  untaxedMinor,
  ...taxes.flatMap(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]),
];

/** A credit note has the rates of its invoice, in their order. */
const partsLeft = ({ facts, credited }: Corrected): number[] =>
  credited.reduce((left, note) => {
    const taken = partsOf(note);
    return left.map((part, index) => part - taken[index]!);
  }, partsOf(facts));

const taxesOf = (taxes: readonly TaxShare[], parts: readonly number[]): TaxShare[] =>
  taxes.map((tax, index) => ({
    ...tax,
    taxableMinor: parts[1 + 2 * index]!,
    taxMinor: parts[2 + 2 * index]!,
  }));

function linesOf({ lines }: InvoiceFacts, units: NonNullable<Credit['units']>): DocumentLine[] {
  return lines.flatMap((line) => {
    const quantity = units.find(({ productId }) => productId === line.productId)?.quantity ?? 0;
    return quantity > 0 ? [{ ...line, quantity, subtotalMinor: line.priceMinor * quantity }] : [];
  });
}

/** How the parts weigh in units that go back: those of a rate by the goods that it has among them. */
function weightsOf(facts: InvoiceFacts, lines: readonly DocumentLine[]): number[] {
  const shareOf = (partMinor: number, productClass?: string): number => {
    const [of, back] = [goodsOf(facts.lines, productClass), goodsOf(lines, productClass)];
    if (of > 0) return Number((BigInt(partMinor) * BigInt(back)) / BigInt(of));
    // A rate of the shipping alone.
    return productClass === undefined ? 0 : shareOf(partMinor);
  };
  const weights = [
    shareOf(facts.untaxedMinor),
    ...facts.taxes.flatMap(({ taxableMinor, taxMinor, productClass }) => [
      shareOf(taxableMinor, productClass),
      shareOf(taxMinor, productClass),
    ]),
  ];
  return sumOf(weights) > 0 ? weights : partsOf(facts);
}

const goodsOf = (lines: readonly DocumentLine[], productClass?: string): number =>
  lines.reduce(
    (sum, line) =>
      productClass === undefined || line.productClass === productClass ? sum + line.subtotalMinor : sum,
    0,
  );

/** Splits by weights; what is above a limit goes to other parts that weigh, and then to any. The limits hold the amount. */
function splitWithin(amountMinor: number, weights: readonly number[], limits: readonly number[]): number[] {
  const none = weights.map(() => 0);
  const shares = filled(none, splitByLargestRemainder(amountMinor, weights), limits);
  const others = filled(shares, restOf(amountMinor, shares, limits, weights), limits);
  return filled(others, restOf(amountMinor, others, limits), limits);
}

const filled = (shares: readonly number[], more: readonly number[], limits: readonly number[]): number[] =>
  shares.map((share, index) => Math.min(share + more[index]!, limits[index]!));

/** What is not given out yet, by the room that there is; with weights, in parts that weigh. */
function restOf(
  amountMinor: number,
  shares: readonly number[],
  limits: readonly number[],
  weights?: readonly number[],
): number[] {
  const room = limits.map((limit, index) => (weights?.[index] === 0 ? 0 : limit - shares[index]!));
  return splitByLargestRemainder(amountMinor - sumOf(shares), room);
}

function sumsOf(amountMinor: number, lines: readonly DocumentLine[], taxes: readonly TaxShare[]): Sum[] {
  const taxMinor = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  const tax = taxSums(taxes.filter((each) => each.taxMinor > 0));
  if (lines.length === 0) return [{ kind: 'net', amountMinor: amountMinor - taxMinor }, ...tax];
  const goodsMinor = goodsOf(lines);
  const extrasMinor = amountMinor - taxMinor - goodsMinor;
  return [
    { kind: 'goods', amountMinor: goodsMinor },
    ...(extrasMinor === 0 ? [] : [{ kind: 'extras', amountMinor: extrasMinor } as const]),
    ...tax,
  ];
}

const sumOf = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0);
