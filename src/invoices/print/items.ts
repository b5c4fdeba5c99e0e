import { formatMoney } from '../../shared/money.js';
import type { DocumentLine, FrozenDocument, Sum } from '../domain/document.js';
import { INK, LEFT, type Paper, RIGHT, type Style } from './paper.js';
import { WORDS } from './words.js';
import { QUIET, signed } from './writing.js';

const ROW_GAP = 7;

/** Columns of the items: where each begins, and how wide it is. */
const COLUMNS = {
  item: { x: LEFT, width: 252 },
  quantity: { x: LEFT + 256, width: 36 },
  price: { x: LEFT + 296, width: 92 },
  subtotal: { x: LEFT + 392, width: RIGHT - LEFT - 392 },
} as const;
const SUM_LABEL = { x: LEFT + 180, width: 206 } as const;

/** What stands above the items, on every sheet of them. */
export function columnHeads(paper: Paper): void {
  const { columns } = WORDS;
  const style: Style = { ...QUIET, font: 'bold' };
  const { item, quantity, price, subtotal } = COLUMNS;
  paper.text(columns.item, item.x, paper.y, item.width, style);
  paper.text(columns.quantity, quantity.x, paper.y, quantity.width, { ...style, align: 'right' });
  paper.text(columns.price, price.x, paper.y, price.width, { ...style, align: 'right' });
  paper.text(columns.subtotal, subtotal.x, paper.y, subtotal.width, { ...style, align: 'right' });
  paper.rule(paper.y + 14, LEFT, RIGHT, 1);
  paper.y += 21;
}

export function itemRow(paper: Paper, line: DocumentLine, facts: FrozenDocument): void {
  const { item, quantity, price, subtotal } = COLUMNS;
  const height = paper.heightOf(line.name, item.width);
  paper.makeRoomFor(height + ROW_GAP);
  const { y } = paper;
  paper.text(line.name, item.x, y, item.width);
  paper.text(String(line.quantity), quantity.x, y, quantity.width, { align: 'right' });
  paper.text(formatMoney(line.priceMinor, facts.currency), price.x, y, price.width, { align: 'right' });
  paper.text(signed(line.subtotalMinor, facts), subtotal.x, y, subtotal.width, { align: 'right' });
  endRow(paper, height);
}

/** Money without goods. */
export function amountRow(paper: Paper, facts: FrozenDocument): void {
  if (facts.kind !== 'credit_note') return;
  const { item, subtotal } = COLUMNS;
  const height = paper.text(WORDS.amountOnly[facts.corrects.why], item.x, paper.y, item.width);
  paper.text(signed(facts.amountMinor, facts), subtotal.x, paper.y, subtotal.width, { align: 'right' });
  endRow(paper, height);
}

function endRow(paper: Paper, height: number): void {
  paper.y += height + ROW_GAP;
  paper.rule(paper.y - ROW_GAP / 2 - 0.5);
}

const SUM_STEP = 15;

/** The sums and the total stay together. */
export function sums(paper: Paper, facts: FrozenDocument): void {
  paper.makeRoomFor(facts.sums.length * SUM_STEP + 50);
  paper.y += 6;
  const { subtotal } = COLUMNS;
  for (const sum of facts.sums) {
    paper.text(labelOfSum(sum), SUM_LABEL.x, paper.y, SUM_LABEL.width, { align: 'right', color: INK.quiet });
    paper.text(signed(sum.amountMinor, facts), subtotal.x, paper.y, subtotal.width, { align: 'right' });
    paper.y += SUM_STEP;
  }
  paper.rule(paper.y + 1, SUM_LABEL.x + 90, RIGHT, 1);
  paper.y += 9;
  const style: Style = { font: 'bold', size: 11, align: 'right' };
  paper.text(WORDS.total[facts.kind], SUM_LABEL.x, paper.y, SUM_LABEL.width, style);
  paper.text(signed(facts.amountMinor, facts), subtotal.x, paper.y, subtotal.width, style);
  paper.y += 30;
}

function labelOfSum(sum: Sum): string {
  switch (sum.kind) {
    case 'adjustment':
      return WORDS.sum.adjustment(sum);
    case 'tax':
      return WORDS.sum.tax(sum);
    default:
      return WORDS.sum[sum.kind]();
  }
}
