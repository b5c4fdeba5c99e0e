import { addressLines } from '../../shared/addresses/address-lines.js';
import type { Buyer, FrozenDocument } from '../domain/document.js';
import { closing } from './closing.js';
import { amountRow, columnHeads, itemRow, sums } from './items.js';
import { INK, LEFT, Paper, RIGHT } from './paper.js';
import { WORDS } from './words.js';
import { dateOf, QUIET } from './writing.js';

/** All that a page shows. The same in means the same bytes out. */
export interface Printed {
  readonly number: string;
  readonly issuedAt: string;
  readonly facts: FrozenDocument;
  readonly buyer: Buyer;
}

/** The document as a PDF of one or more sheets of A4. */
export function printDocument(document: Printed): Promise<Buffer> {
  const { number, issuedAt, facts, buyer } = document;
  const title = `${WORDS.title[facts.kind]} ${number}`;
  let underItems = true;
  const paper = new Paper(
    {
      title,
      author: facts.seller.name,
      subject: `${WORDS.orderNumber} ${facts.orderNumber}`,
      keywords: [number, facts.orderNumber].join(' '),
      at: new Date(issuedAt),
    },
    (sheet) => {
      sheet.y +=
        sheet.text(WORDS.continued(WORDS.title[facts.kind], number), LEFT, sheet.y, RIGHT - LEFT, QUIET) + 12;
      if (underItems) columnHeads(sheet);
    },
  );
  head(paper, document);
  parties(paper, document, buyer);
  columnHeads(paper);
  for (const line of facts.lines) itemRow(paper, line, facts);
  if (facts.lines.length === 0) amountRow(paper, facts);
  underItems = false;
  sums(paper, facts);
  closing(paper, facts);
  const foot = [facts.seller.name, title].join(' · ');
  return paper.end((page, pages) => [foot, WORDS.page(page, pages)]);
}

/** The title on the left; who sells, on the right. */
function head(paper: Paper, { facts }: Printed): void {
  const { seller } = facts;
  const top = paper.y;
  paper.text(WORDS.title[facts.kind], LEFT, top - 4, 260, { font: 'bold', size: 22, color: INK.accent });
  const [x, width] = [RIGHT - 230, 230];
  let y = top + paper.text(seller.name, x, top, width, { font: 'bold', size: 10, align: 'right' }) + 2;
  for (const line of [...seller.address, ...(seller.taxId ? [WORDS.taxId(seller.taxId)] : [])])
    y += paper.text(line, x, y, width, { ...QUIET, align: 'right' }) + 1;
  paper.y = Math.max(y, top + 44) + 22;
}

/** Who buys, where it goes where that is elsewhere, and what the document is. */
function parties(paper: Paper, document: Printed, { name, billingAddress, shippingAddress }: Buyer): void {
  const top = paper.y;
  const [billed, shipped] = [billingAddress, shippingAddress].map((address) =>
    addressLines({ ...address, recipient: address.recipient ?? name ?? '' }),
  ) as [string[], string[]];
  const elsewhere = shipped.join('\n') !== billed.join('\n');
  const width = elsewhere ? 148 : 250;
  const ends = [addressBlock(paper, WORDS.billedTo, billed, LEFT, top, width)];
  if (elsewhere) ends.push(addressBlock(paper, WORDS.shippedTo, shipped, LEFT + 158, top, width));
  let y = top;
  for (const [label, value] of particulars(document)) {
    paper.text(label, LEFT + 316, y, 84, QUIET);
    y += paper.text(value, LEFT + 400, y, RIGHT - LEFT - 400, { size: 8.5, align: 'right' }) + 4;
  }
  paper.y = Math.max(y, ...ends) + 24;
}

function addressBlock(
  paper: Paper,
  label: string,
  lines: readonly string[],
  x: number,
  top: number,
  width: number,
): number {
  let y = top + paper.text(label, x, top, width, QUIET) + 3;
  for (const line of lines) y += paper.text(line, x, y, width) + 1;
  return y;
}

function particulars({ number, issuedAt, facts }: Printed): [label: string, value: string][] {
  const { kind } = facts;
  return [
    [WORDS.number[kind], number],
    [WORDS.date[kind], dateOf(issuedAt)],
    ...(kind === 'credit_note'
      ? ([[WORDS.corrects, facts.corrects.invoiceNumber]] as [string, string][])
      : []),
    [WORDS.orderNumber, facts.orderNumber],
    [WORDS.orderDate, dateOf(facts.orderedAt)],
  ];
}
