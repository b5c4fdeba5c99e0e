import { labelOf } from '../../payments/index.js';
import { formatMoney } from '../../shared/money.js';
import type { FrozenDocument } from '../domain/document.js';
import { LEFT, type Paper, RIGHT, type Style } from './paper.js';
import { WORDS } from './words.js';
import { dateOf, QUIET, signed } from './writing.js';

/** What each rate was reckoned on, and what is left to pay or what the credit means: together, so that no sheet has a lone line. */
export function closing(paper: Paper, facts: FrozenDocument): void {
  const rows = taxRows(facts);
  const meaning = meaningOf(facts);
  paper.makeRoomFor((rows.length + 2) * TAX_STEP + 40 + paper.heightOf(meaning, RIGHT - LEFT));
  taxTable(paper, rows);
  paper.y += paper.text(WORDS.closing[facts.kind], LEFT, paper.y, 200, { ...QUIET, font: 'bold' }) + 3;
  paper.y += paper.text(meaning, LEFT, paper.y, RIGHT - LEFT);
}

const TAX_STEP = 13;

function taxRows(facts: FrozenDocument): (readonly [name: string, taxable: string, tax: string])[] {
  const rates = facts.taxes.map(({ name, basisPoints, taxableMinor, taxMinor }) => {
    const label = WORDS.sum.tax({ kind: 'tax', name, basisPoints, amountMinor: taxMinor });
    return [label, signed(taxableMinor, facts), signed(taxMinor, facts)] as const;
  });
  if (facts.untaxedMinor === 0) return rates;
  return [...rates, [WORDS.taxes.untaxed, signed(facts.untaxedMinor, facts), '']];
}

function taxTable(paper: Paper, rows: ReturnType<typeof taxRows>): void {
  const { title, rate, taxable, tax } = WORDS.taxes;
  paper.y += paper.text(title, LEFT, paper.y, 200, { ...QUIET, font: 'bold' }) + 4;
  taxRow(paper, [rate, taxable, tax], QUIET);
  paper.rule(paper.y - 1, LEFT, LEFT + 324);
  paper.y += 3;
  for (const row of rows) taxRow(paper, row, { size: 8.5 });
  paper.y += 14;
}

function taxRow(paper: Paper, [name, taxable, tax]: readonly [string, string, string], style: Style): void {
  paper.text(name, LEFT, paper.y, 150, style);
  paper.text(taxable, LEFT + 150, paper.y, 90, { ...style, align: 'right' });
  paper.text(tax, LEFT + 244, paper.y, 80, { ...style, align: 'right' });
  paper.y += TAX_STEP;
}

function meaningOf(facts: FrozenDocument): string {
  if (facts.kind === 'invoice')
    return WORDS.payment(facts.payment, dateOf(facts.payment.at), labelOf(facts.payment.method));
  const { corrects, amountMinor, currency } = facts;
  return WORDS.corrected(corrects, formatMoney(amountMinor, currency), dateOf(corrects.invoiceIssuedAt));
}
