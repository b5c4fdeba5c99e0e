import Pdf from 'pdfkit';
import { oneLine } from '../../shared/one-line.js';
import { COMMON_LETTERS, type Font, fonts } from './fonts.js';
import { hasRightToLeft, visualOrder } from './visual-order.js';

/** A4 in points. */
const WIDTH = 595.28;
const HEIGHT = 841.89;
export const LEFT = 54;
export const RIGHT = WIDTH - 54;
const TOP = 54;
/** Below it stands the foot of the page. */
const BOTTOM = HEIGHT - 76;
const FOOT = HEIGHT - 52;

/** Of one text: a product's name may be as long as its shop likes, and a row has to fit a sheet. */
const LINES_MAX = 6;

/** Ink. */
export const INK = { text: '#1c2430', quiet: '#667080', line: '#cfd5dd', accent: '#1f4e79' } as const;

export interface Style {
  readonly font?: Font;
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'right';
}

/** What a document is to the one who opens it. */
export interface Properties {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
  readonly at: Date;
}

/**
 * Sheets of A4, filled from top to bottom. `y` is where the next thing goes; the bytes depend on nothing but what is
 * printed.
 */
export class Paper {
  y = TOP;
  private readonly pdf: PDFKit.PDFDocument;
  private readonly bytes: Promise<Buffer>;

  /** `onNewSheet` begins every sheet but the first. */
  constructor(
    { title, author, subject, keywords, at }: Properties,
    private readonly onNewSheet: (paper: Paper) => void,
  ) {
    this.pdf = new Pdf({
      size: 'A4',
      margin: 0,
      // Else its own default is parsed for each document and never used.
      font: '',
      bufferPages: true,
      lang: 'en',
      displayTitle: true,
      pdfVersion: '1.7',
      info: {
        Title: title,
        Author: author,
        Subject: subject,
        Keywords: keywords,
        Creator: 'Settle',
        Producer: 'Settle',
        CreationDate: at,
        ModDate: at,
      },
    });
    const { plain, bold } = fonts();
    for (const [name, font] of Object.entries({ plain, bold })) {
      this.pdf.registerFont(name, font);
      this.pdf.font(name);
      // eslint-disable-next-line no-underscore-dangle -- the library has no other way to put letters into a font
      (this.pdf as unknown as { _font: { encode(text: string): void } })._font.encode(COMMON_LETTERS);
    }
    this.bytes = collect(this.pdf);
  }

  /** As many lines as the text needs in the width, a few at most; on the right always one. Returns the height. */
  text(text: string, x: number, y: number, width: number, style: Style = {}): number {
    this.use(style);
    const step = this.pdf.currentLineHeight(true);
    const toTheRight = style.align === 'right';
    const lines = toTheRight ? [oneLine(text)] : this.wrap(text, width);
    this.pdf.fillColor(style.color ?? INK.text);
    for (const [index, line] of lines.entries()) {
      const indent = toTheRight ? width - this.pdf.widthOfString(line) : 0;
      this.line(line, x + indent, y + index * step);
    }
    return lines.length * step;
  }

  /** How high a text stands in a width. */
  heightOf(text: string, width: number, style: Style = {}): number {
    this.use(style);
    return this.wrap(text, width).length * this.pdf.currentLineHeight(true);
  }

  rule(y: number, from = LEFT, to = RIGHT, width = 0.6): void {
    this.pdf.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(INK.line).stroke();
  }

  /** Goes on to a new sheet where this one has no such height left. Tells whether it did. */
  makeRoomFor(height: number): boolean {
    if (this.y + height <= BOTTOM) return false;
    this.pdf.addPage();
    this.y = TOP;
    this.onNewSheet(this);
    return true;
  }

  /** Ends every sheet with its foot, and the document. */
  end(foot: (page: number, pages: number) => readonly [left: string, right: string]): Promise<Buffer> {
    const { count } = this.pdf.bufferedPageRange();
    const style = { size: 7.5, color: INK.quiet } as const;
    for (let index = 0; index < count; index++) {
      this.pdf.switchToPage(index);
      const [left, right] = foot(index + 1, count);
      this.rule(FOOT - 8);
      this.text(left, LEFT, FOOT, 400, style);
      this.text(right, RIGHT - 80, FOOT, 80, { ...style, align: 'right' });
    }
    this.pdf.end();
    return this.bytes;
  }

  /** Words that run to the left are placed one by one: the font knows their letters, and not their order. */
  private line(line: string, x: number, y: number): void {
    if (!hasRightToLeft(line)) {
      this.pdf.text(line, x, y, { lineBreak: false });
      return;
    }
    for (const word of visualOrder(line.split(' '))) {
      this.pdf.text(word, x, y, { lineBreak: false });
      x += this.pdf.widthOfString(word) + this.pdf.widthOfString(' ');
    }
  }

  private wrap(text: string, width: number): string[] {
    const fits = (line: string) => this.pdf.widthOfString(line) <= width;
    const lines: string[] = [];
    for (const word of oneLine(text).split(' ')) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (fits(longer)) lines.splice(-1, 1, longer);
      else lines.push(...pieces(word, fits));
    }
    if (lines.length <= LINES_MAX) return lines.filter(Boolean);
    return [...lines.slice(0, LINES_MAX - 1), `${lines[LINES_MAX - 1]} …`];
  }

  private use({ font = 'plain', size = 9 }: Style): void {
    this.pdf.font(font).fontSize(size);
  }
}

/** A word that no line holds, in pieces that fit. */
function pieces(word: string, fits: (line: string) => boolean): string[] {
  const found: string[] = [''];
  for (const character of word) {
    const longer = found.at(-1)! + character;
    if (fits(longer)) found.splice(-1, 1, longer);
    else found.push(character);
  }
  return found.filter(Boolean);
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
