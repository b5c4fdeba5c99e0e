/** Text that is a piece of a page already. */
export class Html {
  constructor(readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

type Piece = string | number | Html | null | readonly Html[];

/** A template whose values are escaped unless they are pieces of a page; a piece that is null is left out. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(parts.reduce((text, part, index) => text + textOf(values[index - 1]!) + part));
}

function textOf(value: Piece): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((piece) => piece.text).join('');
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Whether who asks is a browser: it names HTML, and JSON not before it. */
export function wantsHtml(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((range) => range.split(';', 1)[0]!.trim().toLowerCase());
  const [htmlAt, jsonAt] = [types.indexOf('text/html'), types.indexOf('application/json')];
  return htmlAt >= 0 && (jsonAt < 0 || htmlAt < jsonAt);
}
