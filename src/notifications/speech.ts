import { formatMoney } from '../shared/money.js';
import { INTL_LOCALES, type Locale } from '../shared/locale.js';
import { de } from './words/de.js';
import { en, type Words } from './words/en.js';

/** A language, as mails speak it: its words, its amounts, its dates. */
export interface Speech {
  readonly locale: Locale;
  readonly words: Words;
  readonly money: (amountMinor: number, currency: string) => string;
  /** `November 23, 2026`, in UTC. */
  readonly day: (isoTime: string) => string;
  /** `November 23, 2026 at 5:30 PM UTC`. */
  readonly moment: (isoTime: string) => string;
}

const WORDS: Readonly<Record<Locale, Words>> = { en, de };

export const speechIn = (locale: Locale): Speech => SPEECHES[locale];

const SPEECHES: Readonly<Record<Locale, Speech>> = { en: speech('en'), de: speech('de') };

function speech(locale: Locale): Speech {
  const intl = INTL_LOCALES[locale];
  const day = new Intl.DateTimeFormat(intl, { dateStyle: 'long', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(intl, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: 'UTC',
  });
  return {
    locale,
    words: WORDS[locale],
    money: (amountMinor, currency) => formatMoney(amountMinor, currency, intl),
    day: (isoTime) => day.format(new Date(isoTime)),
    moment: (isoTime) => moment.format(new Date(isoTime)),
  };
}
