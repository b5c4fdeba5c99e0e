/**
 * What two spellings of one name share: letters and digits in lower case, without accents, marks, dots and spaces.
 * `U.S.A.` is `usa`, `Québec` is `quebec`, `New  York` is `newyork`.
 */
export function bareSpelling(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The text for want of a code: so that equal texts are equal, whatever they name. */
export function plainText(text: string): string {
  return text.trim().toUpperCase();
}
