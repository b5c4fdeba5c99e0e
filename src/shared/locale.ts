import type { Config } from '../config.js';

/** The languages that mails are written in. */
export type Locale = Config['DEFAULT_LOCALE'];

const LOCALES: ReadonlySet<string> = new Set<Locale>(['en', 'de']);

/** For Intl: how amounts and dates are written. */
export const INTL_LOCALES: Readonly<Record<Locale, string>> = { en: 'en-US', de: 'de-DE' };

/** More than any browser sends; the rest of a longer header is not read. */
const MOST_RANGES = 20;

/** What a request says about language: a field of its body, and its `Accept-Language`. */
export interface LanguageWish {
  readonly wanted?: string | undefined;
  readonly accepted?: string | undefined;
}

/** The wanted language, else the best of the accepted ones that we have. One that we do not have is the default. */
export function localeFor({ wanted, accepted }: LanguageWish, fallback: Locale): Locale {
  if (wanted !== undefined) return known(wanted) ?? fallback;
  return (
    rangesOf(accepted ?? '')
      .map(known)
      .find((locale) => locale !== undefined) ?? fallback
  );
}

/** `de-AT` is `de`. */
function known(tag: string): Locale | undefined {
  const language = tag.trim().toLowerCase().split(/[-_]/, 1)[0]!;
  return LOCALES.has(language) ? (language as Locale) : undefined;
}

/** The ranges of an `Accept-Language` (RFC 9110, 12.5.4), the most welcome first; what is refused (`q=0`) is left out. */
function rangesOf(header: string): string[] {
  return header
    .split(',', MOST_RANGES)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((word) => word.trim());
      const quality = parameters.find((word) => /^q=/i.test(word))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
