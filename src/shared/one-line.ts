/** Line breaks, other control characters, and the marks that let a text change the direction of what follows it. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** A value that stays one line wherever it is put: it can end neither a header nor a line of a mail or an invoice. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim();
}
