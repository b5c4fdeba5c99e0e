import type { Locale } from '../shared/locale.js';
import { type MailView, mailView } from './mail-view.js';
import { speechIn } from './speech.js';

/** A member whose log-in was locked. */
export interface LockedMember {
  readonly email: string;
  readonly lockMinutes: number;
}

export function staffLockedView(
  { email, lockMinutes }: LockedMember,
  locale: Locale,
  shop: string,
): MailView {
  const speech = speechIn(locale);
  const w = speech.words.staffLocked;
  const said = {
    subject: w.subject(email),
    title: w.title,
    paragraphs: [w.what(email, lockMinutes), w.otherwise],
  };
  return mailView(said, { shop, name: null, action: null, because: w.because(shop) }, speech);
}
